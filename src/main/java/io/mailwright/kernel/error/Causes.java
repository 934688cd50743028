package io.mailwright.kernel.error;

import java.util.Optional;

/** Looks into what was thrown. */
public final class Causes {
  private Causes() {}

  /**
   * The outermost of this type among what was thrown and its causes.
   *
   * @param thrown null counts as nothing
   */
  public static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }

  /** Whether one is of this type. */
  public static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    return find(thrown, type).isPresent();
  }
}
