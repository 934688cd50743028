package io.mailwright.routing.quota;

/** One permit of one meter, and when its mail is due. Used by one thread. */
final class Taken {
  private static final long NOT_READY = -1;

  private final QuotaMeter meter;
  private Block block;
  private long delay = NOT_READY;
  private boolean isNew = true;

  Taken(QuotaMeter meter, Block block) {
    this.meter = meter;
    this.block = block;
  }

  QuotaMeter meter() {
    return meter;
  }

  /** Under which it is counted; {@link Block#NONE} once it is counted no more. */
  Block block() {
    return block;
  }

  /** When it may be handed over at the earliest, in microseconds; it is ready. */
  long due() {
    if (delay == NOT_READY) {
      delay = meter.delay();
    }
    return block.at() + delay;
  }

  /** By how much it comes after its permit, in microseconds. */
  long delay() {
    return delay;
  }

  /** Whether this was not asked before. */
  boolean isFirstTime() {
    boolean was = isNew;
    isNew = false;
    return was;
  }

  /** It counts under another moment from now on. */
  void countsUnder(Block other) {
    block = other;
  }

  /** It was taken anew, after it had waited. */
  void takenAnew(Block other, long micros) {
    block = other;
    delay = micros;
  }
}
