package io.mailwright.console;

import jakarta.enterprise.inject.Instance;

/** What brings back how something was before a person changed it. */
@FunctionalInterface
public interface UndoStep {
  /**
   * Does it, once.
   *
   * @param beans where it finds what it works on, long after the page that offered it
   * @throws io.mailwright.kernel.error.MailwrightException if it was changed again meanwhile, or
   *     cannot come back
   */
  void run(Instance<Object> beans);
}
