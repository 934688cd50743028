package io.mailwright.campaign;

import io.mailwright.campaign.calendar.CronCalendar;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person or a script says about a campaign. Every way in makes one of these, so that all
 * refuse the same. Whether lists, template and pool exist is checked when it is stored.
 *
 * @param name 1 to 200 characters
 * @param listIds at least one, at most 100; none only of a campaign that is over and whose lists
 *     were deleted
 * @param templateId the template; its version is fixed at the start
 * @param from the sender: address, and a name if it has one
 * @param replyTo where answers go
 * @param envelopeSender where bounces go; empty: the sender's address
 * @param poolId over which servers
 * @param interval time between two mails, 1 ms to 1 day; empty: as fast as allowed
 * @param rate how many mails may go in any time of a length; empty: as fast as allowed
 * @param retry how long a deferred mail is tried
 * @param onAmbiguous what becomes of a mail whose final reply was lost
 * @param workers sending workers, 1 to 128
 * @param weight its share of the workers against other campaigns, 1 to 1,000
 * @param policy whether it is urgent, and how careful it is
 * @param startAt when it starts by itself, once; not together with {@code cron}
 * @param cron when a clone of it starts, again and again: five fields as in crontab
 * @param zone the zone of {@code cron} (empty: UTC), and of recipients whose own is not known
 *     (empty: the server's)
 * @param noticesTo who is told when it ends, at most 20
 * @param window at which hours it sends
 * @param tracking what it wants to learn of its readers
 */
public record CampaignDraft(
    String name,
    Set<Long> listIds,
    long templateId,
    Sender from,
    Optional<EmailAddress> replyTo,
    Optional<EmailAddress> envelopeSender,
    long poolId,
    Optional<Duration> interval,
    Optional<SendRate> rate,
    RetryRule retry,
    OnAmbiguous onAmbiguous,
    int workers,
    int weight,
    SendPolicy policy,
    Optional<Instant> startAt,
    Optional<String> cron,
    Optional<ZoneId> zone,
    List<EmailAddress> noticesTo,
    WindowRule window,
    Tracking tracking) {
  /** UTF-16 units of a name. */
  public static final int LONGEST_NAME = 200;

  /** Workers, unless set. */
  public static final int DEFAULT_WORKERS = 8;

  /** Weight, unless set. */
  public static final int DEFAULT_WEIGHT = 100;

  /**
   * The identity in From.
   *
   * @param address a valid address
   * @param name shown beside it, at most 200 characters
   */
  public record Sender(EmailAddress address, Optional<String> name) {
    /** Refuses bad values. */
    public Sender {
      Objects.requireNonNull(address);
      name = name.map(text -> Require.optionalLine("from.name", text, 200));
    }
  }

  /**
   * Refuses bad values.
   *
   * @throws MailwrightException {@link ErrorCode#INVALID_FIELD} with the field's name
   */
  public CampaignDraft {
    name = Require.line("name", name, LONGEST_NAME);
    listIds = new TreeSet<>(listIds);
    Require.count("listIds", listIds, 0, 100);
    Objects.requireNonNull(from);
    Objects.requireNonNull(replyTo);
    Objects.requireNonNull(envelopeSender);
    interval.ifPresent(CampaignDraft::checkInterval);
    Objects.requireNonNull(rate);
    Objects.requireNonNull(retry);
    Objects.requireNonNull(onAmbiguous);
    Require.range("workers", workers, 1, 128);
    Require.range("weight", weight, 1, 1000);
    Objects.requireNonNull(policy);
    Objects.requireNonNull(tracking);
    cron = cron.map(text -> Require.line("cron", text, 200));
    cron.ifPresent(text -> CronCalendar.of(text, ZoneOffset.UTC));
    if (startAt.isPresent() && cron.isPresent()) {
      throw Require.refused("startAt", "cannot stand beside cron. Leave one of them out.");
    }
    if (zone.isPresent() && cron.isEmpty() && window.isAnyTime()) {
      throw Require.refused(
          "zone", "is the zone of cron and window, and there is neither. Leave it out.");
    }
    noticesTo = List.copyOf(noticesTo);
    Require.count("notify", noticesTo, 0, 20);
    startAt = startAt.map(at -> at.truncatedTo(ChronoUnit.MICROS));
  }

  private static void checkInterval(Duration interval) {
    if (interval.compareTo(Duration.ofMillis(1)) < 0
        || interval.compareTo(Duration.ofDays(1)) > 0) {
      throw Require.refused("interval", "must be from PT0.001S to P1D.");
    }
  }

  /**
   * An address in a field.
   *
   * @throws MailwrightException {@link ErrorCode#INVALID_ADDRESS} with the field's name
   */
  public static EmailAddress address(String field, String text) {
    AddressVerdict verdict = EmailAddress.check(text == null ? "" : text);
    if (verdict instanceof AddressVerdict.Refused refused) {
      throw MailwrightException.ofField(
          ErrorCode.INVALID_ADDRESS,
          field,
          field + ": " + refused.reason().wording().english() + ". Correct the address.");
    }
    return ((AddressVerdict.Accepted) verdict).address();
  }

  /**
   * A zone in a field.
   *
   * @throws MailwrightException {@link ErrorCode#INVALID_FIELD} with the field's name
   */
  public static ZoneId zone(String field, String text) {
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      throw Require.refused(field, "is not a time zone. Give one such as Asia/Shanghai or UTC.");
    }
  }

  /** Whether it starts by itself. */
  public boolean isScheduled() {
    return startAt.isPresent() || cron.isPresent();
  }
}
