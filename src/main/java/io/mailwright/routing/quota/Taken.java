package io.mailwright.routing.quota;

/** One permit of one meter, and when its mail is due. Used by one thread. */
final class Taken {
  private static final int NOT_LEARNED = -1;

  private final QuotaMeter meter;
  private final long permittedUntil;
  private Block block;
  private int number = NOT_LEARNED;

  Taken(QuotaMeter meter, Block block) {
    this.meter = meter;
    this.block = block;
    this.permittedUntil = block.until() - block.ahead();
  }

  QuotaMeter meter() {
    return meter;
  }

  /** Under which it is counted; {@link Block#NONE} once it is counted no more. */
  Block block() {
    return block;
  }

  /** When it may be handed over at the earliest, in microseconds. */
  long due() {
    return block.at();
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

  /** It counts under another moment from now on, or no more. */
  void countsUnder(Block other) {
    block = other;
  }
}
