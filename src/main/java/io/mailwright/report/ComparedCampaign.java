package io.mailwright.report;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.report.advice.Proportions;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A campaign beside others. */
public record ComparedCampaign(
    long id,
    String name,
    String state,
    TemplateUse template,
    Tracked tracked,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    DeliveryCounts counts,
    List<CameBack> cameBack,
    Counts totals) {
  /** What is compared. */
  public enum Metric {
    /** Of those it was meant for, how many were accepted. */
    ACCEPTED(true),
    /** Of the answered tries, how many were put off. */
    DEFERRALS(false),
    /** Of the mails that are through, how many were refused. */
    FAILED(false),
    /** All others: of the accepted. */
    HARD_BOUNCES(false),
    SOFT_BOUNCES(false),
    COMPLAINTS(false),
    UNSUBSCRIBES(false),
    OPENS(true),
    CLICKS(true);

    private final boolean isMoreBetter;

    Metric(boolean isMoreBetter) {
      this.isMoreBetter = isMoreBetter;
    }
  }

  /**
   * A part of a base.
   *
   * @param part how many
   * @param base of how many
   */
  public record Share(long part, long base) {
    /** From 0 to 1; 0 of nothing. */
    public double value() {
      return Proportions.share(part, base);
    }
  }

  /** The value of a metric. */
  public Share share(Metric metric) {
    long accepted = counts.of(DeliveryState.SENT);
    long failed = counts.of(DeliveryState.FAILED) + counts.of(DeliveryState.EXPIRED);
    return switch (metric) {
      case ACCEPTED ->
          new Share(
              accepted,
              counts.total()
                  - counts.of(DeliveryState.SUPPRESSED)
                  - counts.of(DeliveryState.CANCELLED));
      case DEFERRALS -> new Share(totals.of(Measure.DEFERRALS), totals.answered());
      case FAILED -> new Share(failed, accepted + failed);
      case HARD_BOUNCES -> new Share(recipients(FeedbackKind.HARD_BOUNCE), accepted);
      case SOFT_BOUNCES -> new Share(recipients(FeedbackKind.SOFT_BOUNCE), accepted);
      case COMPLAINTS -> new Share(recipients(FeedbackKind.COMPLAINT), accepted);
      case UNSUBSCRIBES -> new Share(recipients(FeedbackKind.UNSUBSCRIBE), accepted);
      case OPENS -> read(FeedbackKind.OPEN, tracked.opens(), accepted);
      case CLICKS -> read(FeedbackKind.CLICK, tracked.clicks(), accepted);
    };
  }

  /** Where nobody counts, none is no share of anything. */
  private Share read(FeedbackKind kind, boolean isTracked, long accepted) {
    long readers = recipients(kind);
    return new Share(readers, isTracked || readers > 0 ? accepted : 0);
  }

  private long recipients(FeedbackKind kind) {
    return cameBack.stream()
        .filter(one -> one.kind() == kind)
        .mapToLong(CameBack::recipients)
        .sum();
  }

  /**
   * Whether it is clearly better by a metric than each of the others: by more than chance makes.
   */
  public boolean isBest(Metric metric, List<ComparedCampaign> all) {
    return all.size() > 1
        && all.stream().filter(other -> other.id != id).allMatch(other -> isAbove(metric, other));
  }

  private boolean isAbove(Metric metric, ComparedCampaign other) {
    Share mine = share(metric);
    Share others = other.share(metric);
    double above = Proportions.above(mine.part(), mine.base(), others.part(), others.base());
    return metric.isMoreBetter ? above >= Proportions.CLEAR : above <= -Proportions.CLEAR;
  }
}
