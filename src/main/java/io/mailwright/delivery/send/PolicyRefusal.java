package io.mailwright.delivery.send;

import io.mailwright.delivery.policy.RouteSignal;
import io.mailwright.delivery.policy.Verdict;
import java.util.function.BooleanSupplier;

/**
 * What becomes of a mail that was refused by a block-list or a policy, or for want of a log-in or
 * encryption, so for where it came from: the route is taken out, and the mail goes by another at
 * once, which is no attempt. Only once: a mail that two routes refuse so may itself be what is
 * refused, and would take out one route after the other. Then, and where no other route is fit, it
 * is deferred, which is an attempt.
 */
final class PolicyRefusal {
  private PolicyRefusal() {}

  /**
   * @param verdict of the failure policy
   * @param demand what is known of the mail, with this verdict
   * @param isAnotherFit whether another route can take the mail now
   */
  static Verdict weigh(Verdict verdict, Demand demand, BooleanSupplier isAnotherFit) {
    return verdict instanceof Verdict.Deferred deferred
            && isRefusal(deferred)
            && demand.policyRefusals() < 2
            && isAnotherFit.getAsBoolean()
        ? new Verdict.RouteTrouble(
            deferred.route().orElseThrow(), deferred.reason(), deferred.reply())
        : verdict;
  }

  /** Whether a verdict says that the route is block-listed, refused by policy, or has to log in. */
  static boolean isRefusal(Verdict.Deferred deferred) {
    return deferred.route().filter(RouteSignal::refusesWhereFrom).isPresent();
  }
}
