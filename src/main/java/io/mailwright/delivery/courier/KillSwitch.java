package io.mailwright.delivery.courier;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets another thread end at once what a worker does with a server, where nothing is in doubt: a
 * server that is silent may hold it for minutes (RFC 5321 section 4.5.3.2). From the moment a final
 * dot may be written until its answer nothing is cut; what was asked for meanwhile is done then.
 * Pulled once, it stays so.
 *
 * <p>One a worker. {@link #pull()} and {@link #isPulled()} may be called by any thread, the others
 * by the worker's.
 */
public final class KillSwitch {
  private static final Runnable NOTHING = () -> {};

  private enum State {
    MAY_CUT,
    AWAITS_ANSWER,
    CUT
  }

  // No lock: it changes twice a mail.
  private final AtomicReference<State> state = new AtomicReference<>(State.MAY_CUT);
  private volatile boolean pulled;
  private Runnable cut = NOTHING;

  /**
   * The connection that is being opened, or that the worker has now. If the switch has cut already,
   * so is this.
   *
   * @param how cuts it, from any thread and without waiting
   */
  public synchronized void holds(Runnable how) {
    cut = how;
    if (state.get() == State.CUT) {
      how.run();
    }
  }

  /** The worker has no connection any more: whoever gets it next must not have it cut. */
  public void letGo() {
    synchronized (this) {
      cut = NOTHING;
    }
    answered();
  }

  /**
   * A final dot is about to be written.
   *
   * @return whether it may be; false once the connection was cut
   */
  public boolean beginDot() {
    return state.compareAndSet(State.MAY_CUT, State.AWAITS_ANSWER);
  }

  /** The dot was answered, or will not be. Does nothing if none was begun. */
  public void answered() {
    if (state.compareAndSet(State.AWAITS_ANSWER, State.MAY_CUT) && pulled) {
      cutUnlessAwaited();
    }
  }

  /** Cuts the connection now, or after the answer to the dot. */
  public void pull() {
    pulled = true;
    cutUnlessAwaited();
  }

  /** Whether the worker is to end. */
  public boolean isPulled() {
    return pulled;
  }

  private synchronized void cutUnlessAwaited() {
    if (state.compareAndSet(State.MAY_CUT, State.CUT)) {
      cut.run();
    }
  }
}
