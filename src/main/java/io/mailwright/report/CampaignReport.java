package io.mailwright.report;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.report.advice.Advice;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of a campaign. The counts and what came back are of this moment; all else is of
 * {@code asOf}, some seconds before while it is sent, and half a minute for the places of what came
 * back.
 *
 * @param asOf when what is summed was counted; empty if nothing was yet
 * @param zone the campaign's, by which hours are meant
 * @param tracked what it asks of its readers
 * @param totals all of it
 * @param worstDomains where most is refused or comes back, for sure and not by chance, worst first
 * @param topErrors the most frequent replies and reasons of rows that were not sent, most frequent
 *     first
 * @param topReplies the most frequent replies of servers, put off or refused
 * @param causes why servers put off or refused, by kind
 * @param bounces what was said of mails that came back
 */
public record CampaignReport(
    long campaignId,
    String name,
    Optional<Instant> asOf,
    ZoneId zone,
    TemplateUse template,
    Tracked tracked,
    DeliveryCounts counts,
    List<CameBack> cameBack,
    Counts totals,
    List<Line> bySite,
    List<Line> byServer,
    List<Line> worstDomains,
    List<Hour> byHour,
    List<Reason> topErrors,
    List<Reply> topReplies,
    List<Cause> causes,
    List<Reply> bounces,
    List<Advice> advice) {

  /** Rows that were deferred at least once and are sent. */
  public long deferredAndSent() {
    return totals.of(Measure.AFTER_DEFERRAL);
  }

  /** How much came back of a kind. */
  public CameBack cameBack(FeedbackKind kind) {
    return cameBack.stream()
        .filter(one -> one.kind() == kind)
        .findFirst()
        .orElse(new CameBack(kind, 0, 0));
  }

  /** Whether opens are counted, by the campaign or by a provider that tells of them. */
  public boolean isOpenCounted() {
    return tracked.opens() || cameBack(FeedbackKind.OPEN).recipients() > 0;
  }

  /** The same of clicks. */
  public boolean isClickCounted() {
    return tracked.clicks() || cameBack(FeedbackKind.CLICK).recipients() > 0;
  }

  /** How many are sent. */
  public long accepted() {
    return counts.of(DeliveryState.SENT);
  }

  /** How many were refused for good or given up. */
  public long failed() {
    return counts.of(DeliveryState.FAILED) + counts.of(DeliveryState.EXPIRED);
  }

  /** Who was to get it and was neither left out nor taken out. */
  public long intended() {
    return counts.total()
        - counts.of(DeliveryState.SUPPRESSED)
        - counts.of(DeliveryState.CANCELLED);
  }

  /**
   * Counts of one site, server or domain.
   *
   * @param name as quotas and rates name it
   * @param displayName what people call it
   */
  public record Line(String name, String displayName, Counts counts) {
    /** Accepted. */
    public long sent() {
      return counts.of(Measure.ACCEPTED);
    }

    /** Deferred now. */
    public long deferred() {
      return counts.of(Measure.DEFERRED);
    }

    /** Refused or given up. */
    public long failed() {
      return counts.of(Measure.FAILED);
    }

    /** In doubt now. */
    public long inDoubt() {
      return counts.of(Measure.IN_DOUBT);
    }

    /** Tries that were put off. */
    public long deferrals() {
      return counts.of(Measure.DEFERRALS);
    }

    /** Came back later as dead. */
    public long hardBounces() {
      return counts.of(Measure.HARD_BOUNCES);
    }

    /** Came back later for another reason. */
    public long softBounces() {
      return counts.of(Measure.SOFT_BOUNCES);
    }

    /** Complained. */
    public long complaints() {
      return counts.of(Measure.COMPLAINTS);
    }

    /** Unsubscribed. */
    public long unsubscribes() {
      return counts.of(Measure.UNSUBSCRIBES);
    }

    /** Opened, as far as can be told. */
    public long opens() {
      return counts.of(Measure.OPENS);
    }

    /** Clicked. */
    public long clicks() {
      return counts.of(Measure.CLICKS);
    }

    /** Opened by a machine, as far as can be told. */
    public long machineOpens() {
      return counts.of(Measure.MACHINE_OPENS);
    }

    /** Clicked by one. */
    public long machineClicks() {
      return counts.of(Measure.MACHINE_CLICKS);
    }

    /** Mails that are through, whichever way. */
    public long settled() {
      return sent() + failed();
    }

    /** Mails that did not arrive, as far as is known. */
    public long lost() {
      return failed() + hardBounces();
    }
  }

  /** What happened within one hour. */
  public record Hour(Instant start, Counts counts) {
    /** Accepted. */
    public long sent() {
      return counts.of(Measure.ACCEPTED);
    }

    /** Tries that were put off. */
    public long deferrals() {
      return counts.of(Measure.DEFERRALS);
    }

    /** Refused or given up. */
    public long failed() {
      return counts.of(Measure.FAILED);
    }
  }

  /**
   * A reply or reason with its frequency.
   *
   * @param text with an ellipsis for each address, id and number that differs from mail to mail
   */
  public record Reason(String state, String text, long count) {}

  /**
   * What a server said.
   *
   * @param kind {@code deferred}, {@code failed}, {@code hard-bounce} …
   * @param cause a reason's code, as {@code mailbox-full}; empty where none is known
   */
  public record Reply(String kind, String cause, String text, long count) {}

  /** Why servers put off ({@code deferred}: tries) or refused ({@code failed}: mails). */
  public record Cause(String cause, long deferrals, long failures) {
    static final Comparator<Cause> MOST_FIRST =
        Comparator.comparingLong((Cause cause) -> cause.deferrals() + cause.failures())
            .reversed()
            .thenComparing(Cause::cause);
  }
}
