package io.mailwright.operations.notice;

import io.mailwright.kernel.error.Require;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a notice is about; its word is what the database, scripts and webhooks know. */
public enum NoticeKind {
  CAMPAIGN_COMPLETED,
  CAMPAIGN_PAUSED,
  CAMPAIGN_FAILED,
  CAMPAIGN_INTERRUPTED,
  CAMPAIGN_IN_DOUBT,
  CAMPAIGN_SITE_HELD,
  CAMPAIGN_NOT_STARTED,
  QUOTA_REACHED,
  MAILBOX_UNREACHABLE,
  SCHEDULE_MISSED,
  SCHEDULE_FAILED;

  /** Whether the ledger has a list of what failed to go with it. */
  public boolean hasFailures() {
    return switch (this) {
      case CAMPAIGN_COMPLETED,
          CAMPAIGN_PAUSED,
          CAMPAIGN_FAILED,
          CAMPAIGN_INTERRUPTED,
          CAMPAIGN_IN_DOUBT ->
          true;
      case CAMPAIGN_SITE_HELD,
          CAMPAIGN_NOT_STARTED,
          QUOTA_REACHED,
          MAILBOX_UNREACHABLE,
          SCHEDULE_MISSED,
          SCHEDULE_FAILED ->
          false;
    };
  }

  /** As the database, scripts and webhooks write it. */
  public String word() {
    return Require.word(this);
  }

  /** The kind of that word; empty for those that show in the console only. */
  public static Optional<NoticeKind> of(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findAny();
  }

  /**
   * Kinds as one text, for a column.
   *
   * @return null for all of them, also those of later versions
   */
  public static String text(Set<NoticeKind> kinds) {
    return kinds.size() == values().length
        ? null
        : kinds.stream().map(NoticeKind::word).sorted().collect(Collectors.joining(","));
  }

  /** The kinds of such a text, which may be null; what is not known any more is left out. */
  public static Set<NoticeKind> ofText(String text) {
    if (text == null) {
      return EnumSet.allOf(NoticeKind.class);
    }
    Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
    Stream.of(text.split(",", -1)).flatMap(word -> of(word).stream()).forEach(kinds::add);
    return kinds;
  }

  /**
   * The kinds that a person or a script named.
   *
   * @param field its name, for the refusal
   */
  public static Set<NoticeKind> of(String field, Iterable<String> words) {
    Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
    words.forEach(word -> kinds.add(Require.oneOf(field, word, NoticeKind.class)));
    return kinds;
  }
}
