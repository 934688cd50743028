package io.mailwright.content.tracking;

import io.mailwright.content.link.ReaderLinks;
import java.util.Optional;
import org.jsoup.parser.Parser;

/** Reads where a link leads as a browser does. */
final class WebTarget {
  private WebTarget() {}

  /**
   * The target of a link to the Web.
   *
   * @param written the value of an attribute as it stands in HTML
   * @return empty if it leads elsewhere, such as {@code mailto:} and {@code #top}, or is too long
   */
  static Optional<String> of(String written) {
    String target = trimmed(written.indexOf('&') < 0 ? written : decoded(written));
    int slashes = target.indexOf("//");
    boolean isWeb =
        (slashes == 5 && target.regionMatches(true, 0, "http:", 0, 5))
            || (slashes == 6 && target.regionMatches(true, 0, "https:", 0, 6));
    return isWeb
            && target.length() > slashes + 2
            && "/?#\\:".indexOf(target.charAt(slashes + 2)) < 0
            && target.length() <= ReaderLinks.LONGEST_TARGET
        ? Optional.of(target)
        : Optional.empty();
  }

  private static String decoded(String written) {
    return Parser.unescapeEntities(written, true);
  }

  /** Without white space around it, and without line breaks in it (WHATWG URL, section 4.4). */
  private static String trimmed(String text) {
    String stripped = text.strip();
    boolean isOneLine = stripped.chars().noneMatch(c -> c == '\n' || c == '\r' || c == '\t');
    return isOneLine ? stripped : stripped.replaceAll("[\n\r\t]", "");
  }
}
