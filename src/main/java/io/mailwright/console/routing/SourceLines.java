package io.mailwright.console.routing;

import io.mailwright.kernel.error.Require;
import io.mailwright.routing.SourceAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The sources of a server as people type them: one a line, the address, then its weight and the
 * mails of its turn, which may be left out.
 */
final class SourceLines {
  private static final String FIELD = "sources";

  private SourceLines() {}

  /** What is shown of them. */
  static String of(List<SourceAddress> sources) {
    return sources.stream().map(SourceLines::line).collect(Collectors.joining("\n"));
  }

  private static String line(SourceAddress source) {
    boolean isPlain = source.weight() == 1 && source.rotateAfter().isEmpty();
    return source.address()
        + (isPlain ? "" : " " + source.weight())
        + source.rotateAfter().map(n -> " " + n).orElse("");
  }

  /**
   * What was typed.
   *
   * @throws io.mailwright.kernel.error.MailwrightException for the field {@code sources} and its
   *     parts
   */
  static List<SourceAddress> read(String text) {
    return text.lines()
        .map(String::strip)
        .filter(l -> !l.isEmpty())
        .map(SourceLines::source)
        .toList();
  }

  private static SourceAddress source(String line) {
    String[] words = line.split("[\\s,;，；]+");
    if (words.length > 3) {
      throw Require.refused(
          FIELD, "has a line of more than three words. Give address, weight and mails a turn.");
    }
    return new SourceAddress(
        words[0],
        words.length > 1 ? number("weight", words[1], 1000) : 1,
        words.length > 2
            ? Optional.of(number("rotateAfter", words[2], 1_000_000))
            : Optional.empty());
  }

  private static int number(String part, String word, int most) {
    try {
      return (int) Require.range(FIELD + "." + part, Long.parseLong(word), 1, most);
    } catch (NumberFormatException e) {
      throw Require.refused(
          FIELD + "." + part, "is not a whole number. Give one from 1 to " + most + ".");
    }
  }
}
