package io.mailwright.delivery.policy;

import io.mailwright.kernel.smtp.EnhancedStatus;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line of the table of rules.
 *
 * @param reason empty of a line {@value #AT_RCPT}, which tells only where words were said
 * @param where what must be known of the place; empty: nothing
 * @param name for people: where the rule stands, and the rule
 */
record ReplyRule(
    Optional<RefusalReason> reason,
    Set<Where> where,
    StatusMask status,
    CodeMask code,
    Optional<Words> words,
    String name) {
  /** In place of a reason: these words of a notice are found only in answers to RCPT. */
  static final String AT_RCPT = "AT_RCPT";

  private static final int COLUMNS = 4;
  private static final int MOST_SHOWN = 120;

  /** Reasons that say little where a status alone gave them. */
  private static final Set<RefusalReason> GENERAL =
      Set.of(
          RefusalReason.EXPIRED,
          RefusalReason.SYSTEM,
          RefusalReason.NETWORK,
          RefusalReason.PROTOCOL);

  /** What must be known of the place where the words were said. */
  enum Where {
    /** Else it proves nothing of the address, and the reason is {@link RefusalReason#FILTERED}. */
    RCPT,
    /** Only in a notice, not in a reply to us. */
    NOTICE
  }

  /**
   * What was said.
   *
   * @param all with the names of hosts that follow in a notice, such as {@code {by host}}
   * @param words without them: only rules that ask for names look at those
   * @param pairs of characters of all
   */
  record Said(String all, String words, BitSet pairs) {
    private static final List<String> NAMES = List.of(" {by ", " {at ", " {category ", " {to ");

    static Said of(Refusal refusal) {
      String all = PlainWords.of(refusal.text());
      int end = all.length();
      if (refusal.place().isNotice()) {
        for (String name : NAMES) {
          int at = (" " + all).indexOf(name);
          end = at >= 0 ? Math.min(end, Math.max(0, at - 1)) : end;
        }
      }
      return new Said(all, all.substring(0, end), Anchors.pairsOf(all));
    }
  }

  /** A regular expression that is looked for in the {@link PlainWords}. */
  record Words(Pattern pattern, Anchors anchors, boolean looksAtNames) {
    static Words of(String expression) {
      return new Words(
          Pattern.compile(expression), Anchors.of(expression), expression.contains("\\{"));
    }

    boolean areIn(Said said) {
      return anchors.mayFit(said.pairs())
          && pattern.matcher(looksAtNames ? said.all() : said.words()).find();
    }
  }

  /** Three numbers, -1 for any number. */
  record StatusMask(int statusClass, int subject, int detail, boolean isAny) {
    static StatusMask parse(String column) {
      if (column.equals("*")) {
        return new StatusMask(-1, -1, -1, true);
      }
      String[] numbers = column.split("\\.", -1);
      if (numbers.length != 3) {
        throw new IllegalArgumentException(column + " is no status such as 5.1.1 or x.7.x");
      }
      return new StatusMask(number(numbers[0]), number(numbers[1]), number(numbers[2]), false);
    }

    private static int number(String text) {
      return text.equals("x") ? -1 : Integer.parseInt(text);
    }

    boolean fits(Optional<EnhancedStatus> status) {
      return isAny
          || (status.isPresent()
              && fits(statusClass, status.get().statusClass())
              && fits(subject, status.get().subject())
              && fits(detail, status.get().detail()));
    }

    private static boolean fits(int wanted, int given) {
      return wanted < 0 || wanted == given;
    }
  }

  /** Three characters, of which letters fit any digit; empty fits any code. */
  record CodeMask(String digits, boolean alsoNone) {
    static CodeMask parse(String column) {
      if (column.equals("*")) {
        return new CodeMask("", true);
      }
      boolean alsoNone = column.endsWith("?");
      String digits = alsoNone ? column.substring(0, column.length() - 1) : column;
      if (!digits.matches("[0-9][0-9yz][0-9yz]")) {
        throw new IllegalArgumentException(column + " is no code such as 550, 55z or 5yz?");
      }
      return new CodeMask(digits, alsoNone);
    }

    boolean fits(OptionalInt code) {
      if (digits.isEmpty() || code.isEmpty()) {
        return alsoNone;
      }
      int rest = code.getAsInt();
      for (int i = digits.length() - 1; i >= 0; i--, rest /= 10) {
        char wanted = digits.charAt(i);
        if (wanted <= '9' && wanted - '0' != rest % 10) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Reads a line.
   *
   * @param place where it stands, for people
   * @throws IllegalArgumentException if it is no rule
   */
  static ReplyRule parse(String line, String place) {
    String[] columns = line.strip().split("\\s+", COLUMNS);
    try {
      if (columns.length != COLUMNS) {
        throw new IllegalArgumentException("four columns are needed");
      }
      List<String> reason = List.of(columns[0].split("@", -1));
      return new ReplyRule(
          reason.get(0).equals(AT_RCPT)
              ? Optional.empty()
              : Optional.of(RefusalReason.valueOf(reason.get(0))),
          reason.stream().skip(1).map(Where::valueOf).collect(Collectors.toUnmodifiableSet()),
          StatusMask.parse(columns[1]),
          CodeMask.parse(columns[2]),
          columns[3].equals("*") ? Optional.empty() : Optional.of(Words.of(columns[3])),
          place + ": " + shown(String.join(" ", columns)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  /** Whoever wants to see all of it finds it by its line. */
  private static String shown(String rule) {
    return rule.length() > MOST_SHOWN ? rule.substring(0, MOST_SHOWN) + "…" : rule;
  }

  boolean fits(Refusal refusal, Said said) {
    return (!where.contains(Where.NOTICE) || refusal.place().isNotice())
        && status.fits(refusal.status())
        && code.fits(refusal.code())
        && (words.isEmpty() || words.get().areIn(said));
  }

  /** What it says of a refusal that it fits. */
  Ruling ruling(Refusal.Place place) {
    RefusalReason said = reason.orElse(RefusalReason.UNKNOWN);
    return where.contains(Where.RCPT) && place == Refusal.Place.NOTICE
        ? new Ruling(RefusalReason.FILTERED, name + " (not known to be said to RCPT)", false)
        : new Ruling(said, name, words.isEmpty() && GENERAL.contains(said));
  }
}
