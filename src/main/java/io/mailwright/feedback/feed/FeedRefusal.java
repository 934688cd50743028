package io.mailwright.feedback.feed;

import java.io.Serial;

/** A request that changes nothing. The message says why, without anything that it brought. */
final class FeedRefusal extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What is wrong with a request. */
  enum Kind {
    /** It is not signed by whom it should be, or was altered. */
    FORGED,
    /** It is older than the feed allows. */
    STALE,
    /** It cannot be read. */
    MALFORMED,
    /** It may be right, but what it takes to know cannot be had now. */
    UNKNOWABLE
  }

  FeedRefusal(Kind kind, String why) {
    super(why);
    this.kind = kind;
  }

  static FeedRefusal forged(String why) {
    return new FeedRefusal(Kind.FORGED, why);
  }

  static FeedRefusal malformed(String why) {
    return new FeedRefusal(Kind.MALFORMED, why);
  }

  Kind kind() {
    return kind;
  }
}
