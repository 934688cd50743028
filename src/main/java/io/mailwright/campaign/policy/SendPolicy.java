package io.mailwright.campaign.policy;

import java.util.Objects;
import java.util.Optional;

/**
 * How a campaign stands beside others and how careful it is.
 *
 * @param urgent whether it goes before those that are not
 * @param canary a first part that goes alone; empty: all go at once
 * @param breaker when a site is left alone; empty: never
 */
public record SendPolicy(boolean urgent, Optional<Canary> canary, Optional<Breaker> breaker) {
  /** Not urgent, without canary and breaker. */
  public static final SendPolicy NONE = new SendPolicy(false, Optional.empty(), Optional.empty());

  /** Refuses nulls. */
  public SendPolicy {
    Objects.requireNonNull(canary);
    Objects.requireNonNull(breaker);
  }
}
