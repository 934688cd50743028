package io.mailwright.campaign;

import java.time.Duration;

/** The length of time that a limit of mails is for. */
public enum RateUnit {
  SECOND(Duration.ofSeconds(1)),
  MINUTE(Duration.ofMinutes(1)),
  HOUR(Duration.ofHours(1)),
  DAY(Duration.ofDays(1));

  private final Duration length;

  RateUnit(Duration length) {
    this.length = length;
  }

  /** How long it is; a day has 24 hours. */
  public Duration length() {
    return length;
  }
}
