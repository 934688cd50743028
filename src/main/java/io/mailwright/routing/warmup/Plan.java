package io.mailwright.routing.warmup;

import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.OutcomeTally;
import java.util.Optional;

/**
 * A warm-up as the sending path knows it.
 *
 * @param version changes with every change
 * @param site empty: for every site
 * @param isHeld whether a person keeps it from growing
 */
record Plan(
    long id,
    int version,
    long routeId,
    String site,
    WarmUpSteps steps,
    WarmUpSteps smallSteps,
    OutcomeLimits limits,
    boolean isHeld) {
  /** How far over a limit a day must be for the next one to allow less. */
  private static final int FAR = 3;

  /**
   * The steps at a site. Sites of big providers have names of their own, others are called by their
   * domain.
   */
  WarmUpSteps stepsAt(String where) {
    return site.isEmpty() && where.indexOf('.') >= 0 ? smallSteps : steps;
  }

  /**
   * A step and why it is that.
   *
   * @param step from 1
   */
  record Decision(int step, String why) {}

  /**
   * The step of a day, by the last day on which mails went.
   *
   * @param last empty on the first day
   */
  Decision next(Optional<WarmUpDay> last) {
    if (last.isEmpty()) {
      return new Decision(1, "the first day");
    }
    WarmUpDay before = last.get();
    int step = before.step();
    if (isHeld) {
      return new Decision(step, "held by hand");
    }
    if (before.allowed() == WarmUpSteps.UNLIMITED) {
      return new Decision(step, "warm");
    }
    OutcomeTally tally = before.tally();
    return limits
        .exceededBy(tally)
        .map(
            excess ->
                excess.isOver(FAR)
                    ? new Decision(Math.max(1, step - 1), "stepped back: " + excess)
                    : new Decision(step, "held: " + excess))
        .orElseGet(
            () ->
                before.used() < before.allowed() - before.allowed() / 2
                    ? new Decision(
                        step,
                        "held: "
                            + before.used()
                            + " of "
                            + before.allowed()
                            + " mails are too few to go by")
                    : new Decision(step + 1, "grown: the day before went well"));
  }
}
