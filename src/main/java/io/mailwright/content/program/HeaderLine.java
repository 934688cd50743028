package io.mailwright.content.program;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;

/** Keeps out of header fields what would begin new ones. */
final class HeaderLine {
  private HeaderLine() {}

  /**
   * Refuses line breaks, NUL, other control characters and broken surrogate pairs.
   *
   * @throws MailwrightException {@link ErrorCode#UNSAFE_HEADER} that names the field, not the value
   */
  static void require(String field, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' || c > '~') && Require.breaksLine(value.codePointAt(i))) {
        throw new MailwrightException(
            ErrorCode.UNSAFE_HEADER,
            "The header field "
                + field
                + " would hold a line break or control character, so the mail was not made. Remove"
                + " it from the value.");
      }
      if (Character.isHighSurrogate(c)) {
        i++;
      }
    }
  }
}
