package io.mailwright.operations.intake;

import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.kernel.error.Require;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What columns and reasons are called in files of suppressed addresses, by us and by others. */
final class SuppressionWords {
  /** Columns beside the address; the first heading is our own. */
  enum Field {
    REASON("reason", "原因", "理由"),
    LIST("listid", "列表编号"),
    NOTE("note", "备注", "说明"),
    EVIDENCE("evidence", "依据", "证据");

    private final List<String> headings;

    Field(String... headings) {
      this.headings = List.of(headings);
    }

    /** In lower case; one that stands before another counts more. */
    List<String> headings() {
      return headings;
    }
  }

  private static final Map<String, SuppressionReason> REASONS = new HashMap<>();

  static {
    are(SuppressionReason.HARD_BOUNCE, "hard bounces", "bounce", "bounces", "bounced");
    are(SuppressionReason.HARD_BOUNCE, "退信", "硬退信");
    are(SuppressionReason.SOFT_BOUNCES, "soft bounce", "软退信");
    are(SuppressionReason.COMPLAINT, "complaints", "complained", "spam", "abuse", "投诉");
    are(SuppressionReason.UNSUBSCRIBE, "unsubscribed", "opt out", "opted out", "退订", "已退订");
    are(SuppressionReason.MANUAL, "手动");
  }

  private SuppressionWords() {}

  private static void are(SuppressionReason reason, String... words) {
    REASONS.put(folded(Require.word(reason)), reason);
    for (String word : words) {
      REASONS.put(word, reason);
    }
  }

  /** The reason that a word means; never that somebody was erased, which no file can say. */
  static Optional<SuppressionReason> reason(String word) {
    return Optional.ofNullable(REASONS.get(folded(word)));
  }

  private static String folded(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replaceAll("[-_\\s]+", " ");
  }
}
