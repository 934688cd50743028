package io.mailwright.audience.intake;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;

/** The encoding that whoever sends a CSV file says it has. A byte order mark in it counts more. */
public final class NamedCharset {
  /** Without a byte order mark the more significant byte comes first (RFC 2781 section 4.3). */
  private static final Map<String, String> WIDE =
      Map.of(
          "UTF-16", "UTF-16BE",
          "UTF-16BE", "UTF-16BE",
          "UTF-16LE", "UTF-16LE",
          "UTF-32", "UTF-32BE",
          "UTF-32BE", "UTF-32BE",
          "UTF-32LE", "UTF-32LE");

  private NamedCharset() {}

  /**
   * The charset of that name, such as {@code GB18030}; upper and lower case are the same.
   *
   * @throws MailwrightException {@link ErrorCode#MEDIA_TYPE} if there is none of the name, or lines
   *     cannot be told apart in it
   */
  public static Charset of(String name) {
    try {
      Charset charset = Charset.forName(name.strip());
      String wide = WIDE.get(charset.name());
      if (wide != null) {
        return Charset.forName(wide);
      }
      if (keepsAscii(charset)) {
        return charset;
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      // Said below, together with those that are known and not read.
    }
    throw new MailwrightException(
        ErrorCode.MEDIA_TYPE,
        "Content-Type names a charset that is not read here. Nothing was imported. Send the file in"
            + " UTF-8, or name another such as GB18030, Big5, windows-1252 or UTF-16.");
  }

  /** Not so: EBCDIC, and encodings that switch by control characters. */
  private static boolean keepsAscii(Charset charset) {
    StringBuilder text = new StringBuilder("\t\n\r\u000e\u000f\u001b");
    for (char c = ' '; c < 0x7F; c++) {
      text.append(c);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return new String(bytes, charset).contentEquals(text);
  }
}
