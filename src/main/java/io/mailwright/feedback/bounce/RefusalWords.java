package io.mailwright.feedback.bounce;

import io.mailwright.kernel.smtp.EnhancedStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the words of a notice what a server said: status and code.
 *
 * @param status the most telling enhanced status of those found
 * @param code the reply code
 */
record RefusalWords(Optional<EnhancedStatus> status, OptionalInt code) {
  private static final int MOST_STATUSES = 20;

  /** The number behind it is that of a program, or of a place in somebody's rules. */
  private static final String NUMBERED =
      "(?<!\\b(?:server|gateway|mta|version|ver|build|release|rev|revision|patch|update|section|"
          + "article|chapter|paragraph|rule|postfix|sendmail|exim|exchange|qmail|mdaemon|domino|"
          + "communigate|zimbra|mailenable|hmailserver|icewarp|mailmarshal|imail|spamassassin)"
          + "[ (]{1,2})"
          + "(?<!\\b(?:version|ver|build|release|section|rule) ?(?:no)?[.:=#] ?)";

  /** Subjects go up to 7 (RFC 3463 section 4): {@code Exim 4.94.2} is none. */
  private static final Pattern STATUS =
      Pattern.compile(
          NUMBERED
              + "(?:(?<![\\d.\\w-]|\\D/)|(?<=\\b[45]\\d\\d-))([45]\\.[0-7]\\.\\d{1,3})(?![\\d\\w-]|\\.\\d)",
          Pattern.CASE_INSENSITIVE);

  private static final String CODES =
      "(421|43[0-2]|45\\d|47[12]|50\\d|51\\d|52[1-7]|53[0-8]|54[0-2]|55\\d|57[01])";

  private static final Pattern CODE =
      Pattern.compile("(?:^|(?<=[\\s:;<(\\[\"'=,|>{]))" + CODES + "(?=[\\s\\-:#,;\\])\"']|$)");

  private static final Pattern CODE_WITH_STATUS =
      Pattern.compile(CODES + "[\\s-]{1,3}['\"<(#]{0,2}([45]\\.\\d{1,3}\\.\\d{1,3})\\b");

  private static final EnhancedStatus EXPIRED = new EnhancedStatus(4, 4, 7);

  /**
   * Reads a refusal.
   *
   * @param words the server's, first of all
   * @param field the status that a report gives apart from the words
   * @param around what else is said of the recipient
   */
  static RefusalWords of(String words, Optional<EnhancedStatus> field, String around) {
    List<EnhancedStatus> all = new ArrayList<>(statuses(words));
    field.ifPresent(all::add);
    all.addAll(statuses(around));
    // The one that tells most; of those the first.
    int most = all.stream().mapToInt(RefusalWords::tells).max().orElse(0);
    Optional<EnhancedStatus> status = all.stream().filter(s -> tells(s) == most).findFirst();
    return new RefusalWords(status, codeOf(words, around, status));
  }

  static List<EnhancedStatus> statuses(String text) {
    return STATUS
        .matcher(text)
        .results()
        .limit(MOST_STATUSES)
        .flatMap(m -> EnhancedStatus.leading(m.group(1)).stream())
        .toList();
  }

  /** How much a status says: that the time is over says nothing of why. */
  private static int tells(EnhancedStatus status) {
    if (status.isVague()) {
      return 0;
    }
    // 5.0.350 of Exchange: a remote server returned an error, which stands behind it.
    return status.detail() == 0 || status.subject() == 0 ? 1 : status.equals(EXPIRED) ? 2 : 3;
  }

  private static OptionalInt codeOf(String words, String around, Optional<EnhancedStatus> status) {
    for (String text : List.of(words, around)) {
      Matcher both = CODE_WITH_STATUS.matcher(text);
      while (both.find()) {
        if (status.filter(s -> s.toString().equals(both.group(2))).isPresent()) {
          return OptionalInt.of(Integer.parseInt(both.group(1)));
        }
      }
    }
    for (String text : List.of(words, around)) {
      Matcher matcher = CODE.matcher(text);
      if (matcher.find()) {
        return OptionalInt.of(Integer.parseInt(matcher.group(1)));
      }
    }
    return OptionalInt.empty();
  }
}
