package io.mailwright.routing.window;

import io.mailwright.campaign.window.WindowRule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * What a campaign says about its hours, as it stands now.
 *
 * @param rule the hours
 * @param zone of recipients whose own is not known; empty: the server's
 * @param startedAt from when on mails wait for a best hour; empty: from each look on
 */
public record WindowTerms(WindowRule rule, Optional<ZoneId> zone, Optional<Instant> startedAt) {
  /** Mails may go at any time. */
  public static final WindowTerms ANY_TIME =
      new WindowTerms(WindowRule.ANY_TIME, Optional.empty(), Optional.empty());

  /** Refuses nulls. */
  public WindowTerms {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(startedAt, "startedAt");
  }
}
