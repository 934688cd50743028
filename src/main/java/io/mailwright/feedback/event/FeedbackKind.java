package io.mailwright.feedback.event;

import io.mailwright.kernel.error.Require;
import jakarta.annotation.Nullable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What came back. Codes are stored and never change. */
public enum FeedbackKind {
  HARD_BOUNCE(1),
  SOFT_BOUNCE(2),
  COMPLAINT(3),
  UNSUBSCRIBE(4),
  OPEN(5),
  CLICK(6),
  /** Refused while it was sent to, for a reason that may pass; in reports it is a failed mail. */
  SOFT_REFUSAL(7);

  private final int code;

  FeedbackKind(int code) {
    this.code = code;
  }

  /** Those that come back after a mail was taken, and so are counted beside it. */
  public static List<FeedbackKind> ofTaken() {
    return Arrays.stream(values()).filter(kind -> kind != SOFT_REFUSAL).toList();
  }

  /**
   * Kinds of what came back, by their words with commas between.
   *
   * @param words may be null or blank: none
   * @throws io.mailwright.kernel.error.MailwrightException with that field
   */
  public static Set<FeedbackKind> ofTaken(String field, @Nullable String words) {
    Set<FeedbackKind> kinds = EnumSet.noneOf(FeedbackKind.class);
    if (words == null || words.isBlank()) {
      return kinds;
    }
    for (String word : words.split(",", -1)) {
      kinds.add(Require.oneOf(field, word, ofTaken(), Require::word));
    }
    return kinds;
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
