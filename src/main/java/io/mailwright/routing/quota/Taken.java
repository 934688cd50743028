package io.mailwright.routing.quota;

/** One permit of one meter, and when its mail is due. Used by one thread, inside its meter. */
final class Taken {
  private final QuotaMeter meter;
  private Block block;
  private long at;
  private long delay = -1;

  /**
   * @param at when it was taken, in microseconds
   */
  Taken(QuotaMeter meter, Block block, long at) {
    this.meter = meter;
    this.block = block;
    this.at = at;
  }

  QuotaMeter meter() {
    return meter;
  }

  /** Under which it is counted; {@link Block#NONE} once it is counted no more. */
  Block block() {
    return block;
  }

  long at() {
    return at;
  }

  /** Whether it was not asked yet when the mail is due. */
  boolean isNew() {
    return delay < 0;
  }

  /** By how much its mail comes after it, as those of its meter do at the time, in microseconds. */
  long delay() {
    return delay;
  }

  void delayedBy(long micros) {
    delay = micros;
  }

  /** It counts under another moment from now on. */
  void countsUnder(Block other) {
    block = other;
  }

  /** It was taken anew, after it had waited. */
  void takenAnew(Block other, long now, long micros) {
    block = other;
    at = now;
    delay = micros;
  }
}
