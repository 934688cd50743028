package io.mailwright.smtp;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text of a header field without structure, such as the subject, as it goes out. */
final class HeaderText {
  /** What may stand on a line without a place to fold it; SMTP allows 998 octets with the name. */
  private static final int LONGEST_WORD = 900;

  /** Octets in an encoded word: 75 characters with what stands around them (RFC 2047 section 2). */
  private static final int OCTETS = 45;

  private HeaderText() {}

  /**
   * The text, folded; in encoded words if it is not ASCII, cannot be folded, or would itself be
   * taken for encoded words.
   *
   * @param used characters that stand before it on its line
   * @param text one line
   */
  static String of(int used, String text) throws UnsupportedEncodingException {
    if (text.contains("=?") || longestWord(text) > LONGEST_WORD) {
      return encoded(text);
    }
    String utf8 = StandardCharsets.UTF_8.name();
    return MimeUtility.fold(used, MimeUtility.encodeText(text, utf8, null));
  }

  private static int longestWord(String text) {
    int longest = 0;
    for (String word : text.split("[ \t]+")) {
      longest = Math.max(longest, word.length());
    }
    return longest;
  }

  /** A character is never split over two words (RFC 2047 section 5). */
  private static String encoded(String text) {
    StringBuilder words = new StringBuilder();
    StringBuilder word = new StringBuilder();
    int octets = 0;
    for (int i = 0; i < text.length(); ) {
      String character = Character.toString(text.codePointAt(i));
      int size = character.getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > OCTETS) {
        append(words, word);
        octets = 0;
      }
      word.append(character);
      octets += size;
      i += character.length();
    }
    append(words, word);
    return words.toString();
  }

  private static void append(StringBuilder words, StringBuilder word) {
    words
        .append(words.isEmpty() ? "" : "\r\n ")
        .append("=?UTF-8?B?")
        .append(
            Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8)))
        .append("?=");
    word.setLength(0);
  }
}
