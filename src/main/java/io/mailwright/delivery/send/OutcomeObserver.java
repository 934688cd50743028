package io.mailwright.delivery.send;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.routing.governor.Ask;
import java.time.Duration;

/** Hears what servers said to mails. Thread-safe; must be quick and not throw. */
interface OutcomeObserver {
  /**
   * A mail was answered.
   *
   * @param reply what the server said to a mail that was deferred or failed; else empty
   * @param own how long it kept its worker: to the answer from its permit, or from the answer to
   *     the mail before on its connection, if that was later
   */
  void answered(Ask ask, MailOutcome outcome, String reply, Duration own);
}
