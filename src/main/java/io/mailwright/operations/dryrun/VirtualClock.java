package io.mailwright.operations.dryrun;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that goes on when it is told to, and never back. For one thread. */
final class VirtualClock extends Clock {
  private long micros;
  private Instant instant;

  VirtualClock(Instant start) {
    this.micros = micros(start);
    this.instant = start.truncatedTo(ChronoUnit.MICROS);
  }

  /** Microseconds since 1970. */
  long micros() {
    return micros;
  }

  /** Goes on to a moment; one that is past changes nothing. */
  void goOnTo(long moment) {
    if (moment > micros) {
      micros = moment;
      instant = instant(moment);
    }
  }

  static long micros(Instant moment) {
    return moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1000;
  }

  static long micros(Duration time) {
    return time.toSeconds() * 1_000_000 + time.getNano() / 1000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  @Override
  public Instant instant() {
    return instant;
  }

  @Override
  public long millis() {
    return Math.floorDiv(micros, 1000L);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
