package io.mailwright.sandbox.wire;

import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** Answers the connections to a {@link LoopbackServer}; called by many threads at once. */
@FunctionalInterface
public interface Listener {
  /** Someone connects. */
  Guest connected(Line line);

  /** Who listens to one connection. Its methods are called one after the other. */
  @FunctionalInterface
  interface Guest {
    /**
     * Asked before the greeting is said.
     *
     * @throws RejectException {@link Line#refusal} or {@link Line#hangUp} instead of the greeting
     */
    default void greet() throws RejectException {
      // Everybody is welcome.
    }

    /** Listens to the next mail. */
    MessageHandler transaction();

    /** The connection has ended. */
    default void gone() {
      // Nothing was kept for it.
    }
  }
}
