package io.mailwright.operations.notice;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.settings.Setting;
import io.mailwright.kernel.settings.Settings;
import java.util.EnumSet;
import java.util.List;
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

  /** Whether it can be about a campaign. */
  public boolean isOfCampaign() {
    return switch (this) {
      case CAMPAIGN_COMPLETED,
          CAMPAIGN_PAUSED,
          CAMPAIGN_FAILED,
          CAMPAIGN_INTERRUPTED,
          CAMPAIGN_IN_DOUBT,
          CAMPAIGN_SITE_HELD,
          CAMPAIGN_NOT_STARTED ->
          true;
      case QUOTA_REACHED, MAILBOX_UNREACHABLE, SCHEDULE_MISSED, SCHEDULE_FAILED -> false;
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
   * The kinds that those of {@code MAILWRIGHT_NOTICE_TO} get.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#SETTING_UNUSABLE}
   */
  public static Set<NoticeKind> ofSetting(Settings settings) {
    List<String> words = settings.noticeKinds();
    List<String> unknown = words.stream().filter(word -> of(word).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      throw new MailwrightException(
          ErrorCode.SETTING_UNUSABLE,
          Setting.MAILWRIGHT_NOTICE_KINDS
              + " names the kind "
              + unknown.get(0)
              + ", which does not exist. Kinds are: "
              + Stream.of(values()).map(NoticeKind::word).collect(Collectors.joining(", "))
              + ".");
    }
    return ofText(words.isEmpty() ? null : String.join(",", words));
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
