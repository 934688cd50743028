package io.mailwright.delivery.courier;

import java.time.Duration;
import java.util.Optional;

/**
 * Gives a session its mails one by one, and hears of each exactly once what became of it. What any
 * of the methods throws ends the session without a further dot and is thrown on.
 */
public interface MailSource {
  /**
   * The next mail. A session with PIPELINING asks for it before the dot of the one before, so that
   * its envelope leaves together with that dot: it may still be given up before its own.
   *
   * @param mayWait whether nothing is held up by waiting for it; otherwise only what is ready now
   * @return empty if there is none, or none yet when it may not wait
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<OutgoingMail> next(boolean mayWait) throws InterruptedException;

  /**
   * How long to wait for each answer to the mail's commands before its dot, where that is less than
   * the endpoint's time-out. Then the mail is {@link Outcome.Silent}, and the connection is closed.
   */
  default Duration patience(OutgoingMail mail) {
    return TimeOuts.RFC_5321.reply();
  }

  /**
   * Waits, for two seconds at most, until the dot of a mail may come: asked once, when all of it
   * but the dot has been written, and before the next mail is asked for.
   *
   * @return false to give it up; the connection is closed then
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  default boolean isDue(OutgoingMail mail) throws InterruptedException {
    return true;
  }

  /**
   * Has the last word on a mail: asked once, when all of it but the final dot has been written.
   *
   * @return false to give it up; the connection is closed then, for there is no other way out of
   *     DATA (RFC 5321 section 4.1.1.4)
   */
  boolean mayFinish(OutgoingMail mail);

  /**
   * The final dot of a mail has been given to the network, and its answer is still to come. Told
   * once. The mail may be accepted already, so this is to be quick, and throws nothing.
   */
  default void handedOver(OutgoingMail mail) {}

  /** What became of a mail that was given. */
  void concluded(OutgoingMail mail, Outcome outcome);
}
