package io.mailwright.report;

import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.feedback.event.FeedbackKind;
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

  /** The steps; opens and clicks only where some were counted. */
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
    long opened = report.cameBack(FeedbackKind.OPEN).recipients();
    long clicked = report.cameBack(FeedbackKind.CLICK).recipients();
    if (opened > 0) {
      steps.add(new Step(Name.OPENED, opened, accepted));
    }
    if (clicked > 0) {
      steps.add(new Step(Name.CLICKED, clicked, accepted));
    }
    return steps;
  }
}
