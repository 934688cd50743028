package io.mailwright.routing.quota;

/** One permit of one meter, and when its mail is due. Used by one thread. */
final class Taken {
  private static final int NOT_LEARNED = -1;

  private final QuotaMeter meter;
  private final long permittedUntil;
  private final long goodUntil;
  private Block block;
  private long delay;
  private boolean isReady;
  private int number = NOT_LEARNED;

  /**
   * @param delay by how much later than its permit it is to come at least, in microseconds
   */
  Taken(QuotaMeter meter, Block block, long delay) {
    this.meter = meter;
    this.block = block;
    this.goodUntil = block.until() + delay;
    this.permittedUntil = block.until();
    this.delay = delay;
  }

  QuotaMeter meter() {
    return meter;
  }

  /** The last moment at which its mail may begin, in microseconds. */
  long goodUntil() {
    return goodUntil;
  }

  /** Under which it is counted; {@link Block#NONE} once it is counted no more. */
  Block block() {
    return block;
  }

  /** When it may be handed over at the earliest, in microseconds; it is ready. */
  long due() {
    if (!isReady) {
      // Not less than when it was permitted: others count on that.
      delay = Math.max(delay, meter.delay());
      isReady = true;
    }
    return block.at() + delay;
  }

  /** By how much it comes after its permit, in microseconds. */
  long delay() {
    return delay;
  }

  /**
   * Has the meter learn from it, each time from what is known of it by then.
   *
   * @param needed until when the permit would have had to be good
   */
  void learnBy(UsualDelay usual, long needed, long now) {
    long later = needed - permittedUntil;
    if (number == NOT_LEARNED) {
      number = usual.learn(later, now);
    } else {
      usual.correct(number, later, now);
    }
  }

  /** It counts no more. */
  void countsNoMore() {
    block = Block.NONE;
  }

  /**
   * It counts under another moment from now on.
   *
   * @param micros by how much it comes after that
   */
  void countsUnder(Block other, long micros) {
    block = other;
    delay = micros;
  }
}
