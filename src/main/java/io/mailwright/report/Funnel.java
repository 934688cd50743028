package io.mailwright.report;

import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of a campaign's mails, each step a part of one before. What came back as dead is taken
 * off what was accepted: nobody knows more of what arrived.
 */
public final class Funnel {
  private Funnel() {}

  /** A step. */
  public enum Name {
    RECIPIENTS,
    INTENDED,
    /** Accepted, refused for good or given up. */
    SETTLED,
    ACCEPTED,
    NOT_BOUNCED,
    OPENED,
    CLICKED
  }

  /**
   * How many came so far.
   *
   * @param base how many of them could: those of the step that it is a part of
   */
  public record Step(Name step, long count, long base) {
    /** Its name. */
    public String name() {
      return step.name();
    }
  }

  /** The steps; opens and clicks only where they are counted. */
  public static List<Step> of(CampaignReport report) {
    long total = report.counts().total();
    long intended = report.intended();
    long accepted = report.counts().of(DeliveryState.SENT);
    long arrived = Math.max(0, accepted - report.cameBack(FeedbackKind.HARD_BOUNCE).recipients());
    List<Step> steps =
        new ArrayList<>(
            List.of(
                new Step(Name.RECIPIENTS, total, total),
                new Step(Name.INTENDED, intended, total),
                new Step(Name.ACCEPTED, accepted, intended),
                new Step(Name.NOT_BOUNCED, arrived, accepted)));
    if (report.isOpenCounted()) {
      steps.add(new Step(Name.OPENED, report.cameBack(FeedbackKind.OPEN).recipients(), accepted));
    }
    if (report.isClickCounted()) {
      steps.add(new Step(Name.CLICKED, report.cameBack(FeedbackKind.CLICK).recipients(), accepted));
    }
    return steps;
  }

  /**
   * The same of what happened in some days, whose answers are all that is known of: the mails that
   * came to their end, and so on.
   */
  public static List<Step> of(OverallReport report) {
    Counts totals = report.totals();
    long accepted = totals.of(Measure.ACCEPTED);
    long settled = accepted + totals.of(Measure.FAILED);
    long arrived = Math.max(0, accepted - totals.of(Measure.HARD_BOUNCES));
    List<Step> steps =
        new ArrayList<>(
            List.of(
                new Step(Name.SETTLED, settled, settled),
                new Step(Name.ACCEPTED, accepted, settled),
                new Step(Name.NOT_BOUNCED, arrived, accepted)));
    if (report.isReadCounted()) {
      steps.add(new Step(Name.OPENED, totals.of(Measure.OPENS), accepted));
      steps.add(new Step(Name.CLICKED, totals.of(Measure.CLICKS), accepted));
    }
    return steps;
  }
}
