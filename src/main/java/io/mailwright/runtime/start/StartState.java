package io.mailwright.runtime.start;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the application has started and not begun to stop. Thread-safe. */
@ApplicationScoped
public class StartState {
  private volatile boolean ready;

  /** Recovery is done. */
  public void ready() {
    ready = true;
  }

  /** The application ends. */
  public void stopping() {
    ready = false;
  }

  /** Whether it may be used now. */
  public boolean isReady() {
    return ready;
  }
}
