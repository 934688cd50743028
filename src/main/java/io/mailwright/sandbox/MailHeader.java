package io.mailwright.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a message, as far as the sandbox must understand it: to count repeats by Message-ID
 * and to list and search mails. Lines are unfolded (RFC 5322, 2.2.3), encoded words decoded (RFC
 * 2047), raw UTF-8 read as such (RFC 6532). Whatever does not decode is shown as it stands.
 */
final class MailHeader {
  private static final int LONGEST_HEADER = 64 * 1024;
  private static final Pattern ENCODED_WORD =
      Pattern.compile("=\\?([A-Za-z0-9._-]+)(?:\\*[^?]*)?\\?([BbQq])\\?([^?\\s]*)\\?=");
  private static final Pattern BETWEEN_ENCODED_WORDS = Pattern.compile("(?<=\\?=)\\s+(?==\\?)");

  private final String lines;

  private MailHeader(String lines) {
    this.lines = lines;
  }

  /** The header of a message; of an endless one, the first 64 KB. */
  static MailHeader of(byte[] message) {
    int end = 0;
    int limit = Math.min(message.length, LONGEST_HEADER);
    while (end < limit && !isBlankLineAt(message, end)) {
      end++;
    }
    return new MailHeader(new String(message, 0, end, StandardCharsets.UTF_8));
  }

  private static boolean isBlankLineAt(byte[] message, int at) {
    return at + 3 < message.length
        && message[at] == '\r'
        && message[at + 1] == '\n'
        && message[at + 2] == '\r'
        && message[at + 3] == '\n';
  }

  /** The first field of that name, unfolded and decoded; empty if there is none. */
  String text(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    StringBuilder value = new StringBuilder();
    boolean found = false;
    for (String line : lines.split("\r\n", -1)) {
      boolean continued = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
      if (found && continued) {
        value.append(line);
      } else if (found) {
        break;
      } else if (line.toLowerCase(Locale.ROOT).startsWith(prefix)) {
        found = true;
        value.append(line, prefix.length(), line.length());
      }
    }
    return decoded(value.toString().strip());
  }

  private static String decoded(String value) {
    Matcher word = ENCODED_WORD.matcher(BETWEEN_ENCODED_WORDS.matcher(value).replaceAll(""));
    return word.replaceAll(
        match ->
            Matcher.quoteReplacement(
                decodedWord(match.group(), match.group(1), match.group(2), match.group(3))));
  }

  private static String decodedWord(String whole, String charset, String encoding, String text) {
    try {
      byte[] bytes =
          encoding.equalsIgnoreCase("B") ? Base64.getDecoder().decode(text) : unquoted(text);
      return new String(bytes, Charset.forName(charset));
    } catch (IllegalArgumentException undecodable) {
      // An unknown charset or broken encoding: people see what stands there.
      return whole;
    }
  }

  private static byte[] unquoted(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '_') {
        bytes.write(' ');
      } else if (c == '=') {
        if (i + 2 >= text.length()) {
          throw new IllegalArgumentException("cut off after =");
        }
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }
}
