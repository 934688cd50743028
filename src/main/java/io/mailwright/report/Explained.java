package io.mailwright.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What came back, as its event keeps it: the words of others, and in brackets behind them why they
 * were understood as they were. Brackets of others are a part of their words.
 *
 * @param words of servers and providers; may be empty
 * @param why the product's own sentence; empty if there is none
 */
public record Explained(String words, String why) {
  /** How the product's sentences begin. */
  private static final List<String> BEGINNINGS =
      List.of(
          "reply-rules.txt line ",
          "own reply-rules.txt line ",
          "no rule fits: soft",
          "the provider says that the address does not work",
          "Action field of the delivery report: ",
          "a feedback report ",
          "a receipt (RFC 8098) ",
          "a machine answered in the recipient's name ",
          "Microsoft sends mails that were called junk back ",
          "Amazon SES reports a complaint");

  private static final Pattern KEPT =
      Pattern.compile(
          "(?<words>.*?)(?: |^)\\[(?<why>(?:%s).*)]"
              .formatted(BEGINNINGS.stream().map(Pattern::quote).collect(Collectors.joining("|"))),
          Pattern.DOTALL);

  /** Takes apart what was kept. */
  public static Explained of(String kept) {
    Matcher matcher = KEPT.matcher(kept);
    return matcher.matches()
        ? new Explained(matcher.group("words"), matcher.group("why"))
        : new Explained(kept, "");
  }
}
