package io.mailwright.audience.suppression;

import jakarta.annotation.Nullable;
import java.util.Locale;

/**
 * Which suppressions are wanted.
 *
 * @param keyPrefix only addresses that begin so, in lower case; empty for all
 * @param reason only with this reason; null for all
 * @param listId only of this list, or {@link SuppressionDraft#ALL_LISTS}; null for both
 */
public record SuppressionQuery(
    String keyPrefix, @Nullable SuppressionReason reason, @Nullable Long listId) {
  /** Whatever there is. */
  public static final SuppressionQuery ALL = new SuppressionQuery("", null, null);

  public SuppressionQuery {
    keyPrefix = keyPrefix.strip().toLowerCase(Locale.ROOT);
  }

  /** Addresses that begin so. */
  public static SuppressionQuery startingWith(String prefix) {
    return new SuppressionQuery(prefix, null, null);
  }
}
