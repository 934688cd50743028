package io.mailwright.runtime.start;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the application has started and not begun to stop. Thread-safe. */
@ApplicationScoped
public class StartState {
  private volatile boolean ready;

  void ready() {
    ready = true;
  }

  void stopping() {
    ready = false;
  }

  boolean isReady() {
    return ready;
  }
}
