package io.mailwright.kernel.address;

/** Which characters cannot be seen or do not exist, by Unicode category. */
final class Characters {
  private static final int REPLACEMENT = 0xFFFD;

  private Characters() {}

  /** A half of a pair, an unassigned code point, or the mark a decoder leaves for bad bytes. */
  static boolean isBroken(int c) {
    int type = Character.getType(c);
    return c == REPLACEMENT
        || type == Character.SURROGATE
        || type == Character.UNASSIGNED
        || type == Character.PRIVATE_USE;
  }

  /**
   * Formatting and direction marks, fillers, variation selectors, line and paragraph separators.
   */
  static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || c == 0x2800
        || c == 0x3164
        || c == 0xFFA0
        || (c >= 0x180B && c <= 0x180F)
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF);
  }

  static boolean isAsciiAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
