package io.mailwright.feedback.event;

/** What came back. Codes are stored and never change. */
public enum FeedbackKind {
  HARD_BOUNCE(1),
  SOFT_BOUNCE(2),
  COMPLAINT(3),
  UNSUBSCRIBE(4),
  OPEN(5),
  CLICK(6);

  private final int code;

  FeedbackKind(int code) {
    this.code = code;
  }

  /** Its number in the database. */
  public int code() {
    return code;
  }

  static FeedbackKind ofCode(int code) {
    for (FeedbackKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of feedback has the code " + code);
  }
}
