package io.mailwright.routing.brake;

import jakarta.annotation.Nullable;
import java.time.Instant;

/**
 * A canary as it is stored.
 *
 * @param lookAt when it is looked at; null before its mails went
 * @param why words for people; while waiting the last bad reply; empty if there are none
 * @param complaints about its mails so far
 */
public record CanaryState(
    CanaryPhase phase, @Nullable Instant lookAt, String why, long complaints) {
  static final CanaryState NEW = new CanaryState(CanaryPhase.FILLING, null, "", 0);
}
