package io.mailwright.content.preview;

import java.util.regex.Pattern;

/** Takes out of CSS what fetches from other servers, runs code, or leaves the preview's frame. */
final class PreviewStyle {
  /** Escapes such as {@code \75rl(} exist to hide words from filters; mail has no use for them. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\");

  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?(\\*/|$)");
  private static final Pattern DANGEROUS =
      Pattern.compile(
          "(?i)(url|image-set|image|src|expression)\\s*\\(|@import|-moz-binding|behavior\\s*:"
              + "|javascript:|position\\s*:\\s*(fixed|sticky)|</?");

  private PreviewStyle() {}

  /** The same CSS with each dangerous word made meaningless. */
  static String harmless(String css) {
    String plain = COMMENT.matcher(ESCAPE.matcher(css).replaceAll("")).replaceAll("");
    return DANGEROUS.matcher(plain).replaceAll("blocked-");
  }
}
