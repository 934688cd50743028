package io.mailwright.feedback.bounce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a notice says of why mails come back at all, or tells to look at: "perhaps the mailbox does
 * not exist". No one has said so of this mail. All words are {@link
 * io.mailwright.delivery.policy.PlainWords}.
 */
final class Supposition {
  /** From here to its end a sentence tells why mails come back at all, and not why this one did. */
  private static final Pattern FROM_HERE =
      Pattern.compile(
          "(?<!check )\\bif\\b|\\b(may|might|maybe|perhaps|could be|could have)\\b"
              + "|\\b(possible|usual|common|likely|typical) (cause|reason)"
              + "|\\b(falls|möglicherweise|vielleicht|eventuell)\\b|\\bpeut[- ]être\\b"
              + "|\\b(quizás?|tal vez|talvez|forse|misschien|mogelijk|być może|może|eğer|belki)\\b"
              + "|\\b(possibles? (causes?|raisons?)|posibles? causas?|possíveis causas"
              + "|possibili cause|mögliche ursachen?)"
              + "|\\b(если|возможно|возможные|может)\\b"
              + "|如果|若(收件|地址|对方)|可能|也许|也許|建议|建議|请(检查|确认|核对|核實)|請(檢查|確認|核對)",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** The same where the language says so behind what may be. */
  private static final Pattern BEFORE = Pattern.compile("場合|可能性|かもしれません|수 있습니다|경우");

  private static final Pattern HEADING =
      Pattern.compile(
          "(可能(的)?|常见|常見)(退信)?原因\\s?[:：]|\\b(possible|usual|common|likely) (cause|reason)s?\\s?:");

  private static final Pattern END = Pattern.compile("[.;!?](?=\\s)|[。；！？]");

  private Supposition() {}

  static boolean isIn(String words) {
    return FROM_HERE.matcher(words).find() || BEFORE.matcher(words).find();
  }

  static String cutOutOf(String words) {
    Matcher heading = HEADING.matcher(words);
    String above = heading.find() ? words.substring(0, heading.start()) : words;
    return END.splitAsStream(above)
        .filter(sentence -> !BEFORE.matcher(sentence).find())
        .map(Supposition::beginning)
        .collect(Collectors.joining(". "));
  }

  private static String beginning(String sentence) {
    Matcher supposed = FROM_HERE.matcher(sentence);
    return supposed.find() ? sentence.substring(0, supposed.start()) : sentence;
  }
}
