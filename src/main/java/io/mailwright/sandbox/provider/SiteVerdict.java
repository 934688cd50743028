package io.mailwright.sandbox.provider;

import java.util.Locale;

/** What a simulated site decided about a mail or a connection. */
public enum SiteVerdict {
  /** Taken. */
  ACCEPTED(Kind.ACCEPTED),
  /** More mails than it takes in the time. */
  OVER_RATE(Kind.DEFERRED),
  /** The first try of a recipient from this source, or one that came back too early. */
  GREYLISTED(Kind.DEFERRED),
  /** Put off for no reason but the hour. */
  UNWILLING(Kind.DEFERRED),
  /** The source stands on a block list. */
  LISTED(Kind.REFUSED),
  /** Nobody has this address. */
  UNKNOWN_USER(Kind.REFUSED),
  /** More connections than it takes at once. */
  OVER_CONNECTIONS(Kind.TURNED_AWAY),
  /** The connection has had its number of mails. */
  CLOSED(Kind.TURNED_AWAY),
  /** It does not answer at all. */
  DEAD(Kind.TURNED_AWAY);

  /** What the sender has to do with it. */
  public enum Kind {
    /** The mail is gone. */
    ACCEPTED,
    /** The mail has to come again later. */
    DEFERRED,
    /** The mail must not come again like this. */
    REFUSED,
    /** It was about the connection: the mail itself was not looked at. */
    TURNED_AWAY
  }

  private final Kind kind;

  SiteVerdict(Kind kind) {
    this.kind = kind;
  }

  /** What the sender has to do with it. */
  public Kind kind() {
    return kind;
  }

  /** The name in files of sites: {@code over-rate}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
