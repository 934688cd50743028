package io.mailwright.routing.brake;

import jakarta.annotation.Nullable;
import java.time.Instant;

/**
 * A campaign at a site as it is stored.
 *
 * @param trips how often in a row the site was left alone
 * @param heldUntil until when; null if it is not
 * @param why words for people while it is held; else the last reply to a mail that went badly,
 *     empty if there was none
 * @param recent the last outcomes, oldest first, a letter each
 */
public record SiteState(
    String site, int trips, @Nullable Instant heldUntil, String why, String recent) {
  /** A site of which nothing was seen. */
  static SiteState fresh(String site) {
    return new SiteState(site, 0, null, "", "");
  }
}
