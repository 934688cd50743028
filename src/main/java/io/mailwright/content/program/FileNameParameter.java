package io.mailwright.content.program;

import java.nio.charset.StandardCharsets;

/**
 * A file's name as a parameter of a header field, on lines of its own: quoted if it is ASCII, else
 * percent-encoded UTF-8 in numbered pieces (RFC 2231 sections 3 and 4). Jakarta Mail leaves
 * apostrophes unquoted, at which some readers lose the name, and writes a long name as one line,
 * which SMTP forbids beyond 998 octets.
 */
final class FileNameParameter {
  private static final String NEXT_LINE = ";\r\n\t";
  private static final int PIECE = 60;
  private static final String LEFT_AS_IS = "!#$&+-.^_`{|}~";

  private FileNameParameter() {}

  /**
   * The parameter with the semicolon before it.
   *
   * @param attribute {@code filename} or {@code name}
   * @param name without control characters
   */
  static String of(String attribute, String name) {
    if (name.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return NEXT_LINE + attribute + "=\"" + name.replaceAll("([\\\\\"])", "\\\\$1") + "\"";
    }
    StringBuilder pieces = new StringBuilder();
    StringBuilder piece = new StringBuilder("UTF-8''");
    int number = 0;
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      String written = written(octet);
      if (piece.length() + written.length() > PIECE) {
        append(pieces, attribute, number++, piece);
      }
      piece.append(written);
    }
    append(pieces, attribute, number, piece);
    return pieces.toString();
  }

  private static void append(
      StringBuilder pieces, String attribute, int number, StringBuilder piece) {
    pieces.append(NEXT_LINE).append(attribute);
    pieces.append('*').append(number).append("*=").append(piece);
    piece.setLength(0);
  }

  private static String written(byte octet) {
    char c = (char) (octet & 0xFF);
    boolean plain =
        (c >= 'a' && c <= 'z')
            || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9')
            || LEFT_AS_IS.indexOf(c) >= 0;
    return plain ? String.valueOf(c) : "%%%02X".formatted((int) c);
  }
}
