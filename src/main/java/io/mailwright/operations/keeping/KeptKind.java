package io.mailwright.operations.keeping;

import java.util.Locale;

/** A kind of data that is kept for a time. */
public enum KeptKind {
  /** Every try of campaigns that are over. */
  ATTEMPTS(180),
  /** Who opened and clicked mails of campaigns that are over; how many did stays. */
  READING(365),
  /** The rows of the ledger of campaigns that are over; their counts and report stay. */
  DELIVERIES(730),
  /** What came back, event by event; the counts stay. */
  EVENTS(730),
  /** Mails that came back, as they came, with what was found in them. */
  RETURNED_MAILS(180),
  /** Rejected rows and files of imports. */
  IMPORTS(90),
  /** Notices to the owner. */
  NOTICES(365),
  /** Executions of jobs, and the runs of schedules. */
  JOBS(365),
  /** Mails that the sandbox caught. */
  SANDBOX(7);

  private final int usualDays;

  KeptKind(int usualDays) {
    this.usualDays = usualDays;
  }

  /** Days that it is kept where nobody has said otherwise. */
  public int usualDays() {
    return usualDays;
  }

  /** As the API says it: {@code deliveries}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As a field of the API: {@code returnedMails}. */
  public String field() {
    StringBuilder field = new StringBuilder();
    for (String part : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      field.append(
          field.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return field.toString();
  }
}
