package io.mailwright.routing.warmup;

import io.mailwright.campaign.policy.OutcomeTally;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Where plans of warm-ups and their days are kept. */
interface WarmUpDays {
  /** All plans. */
  List<Plan> plans();

  /**
   * The day, which is begun if it is not there: its step is decided once, by whoever comes first.
   * What the step allows follows the plan as it is now.
   *
   * @return empty if the plan is gone
   */
  Optional<WarmUpDay> open(Plan plan, String site, LocalDate day);

  /**
   * Takes mails of a day that was opened.
   *
   * @param wanted at most, 1 or more
   * @return how many were left of them; none if the day or its plan is gone
   */
  long take(long planId, String site, LocalDate day, long wanted);

  /** Gives mails back that were taken and not sent, and writes what became of others. */
  void settle(long planId, String site, LocalDate day, long unused, OutcomeTally more);

  /** A day, if it was begun. */
  Optional<WarmUpDay> find(long planId, String site, LocalDate day);

  /** The days of a plan at a site, the first one first. */
  List<WarmUpDay> days(long planId, String site);

  /** The sites at which a plan has days, by name, at most so many. */
  List<String> sites(long planId, int most);
}
