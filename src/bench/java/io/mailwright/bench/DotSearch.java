package io.mailwright.bench;

/**
 * The end of a mail, CR LF dot CR LF, found by looking at one octet in five (Horspool's search).
 */
final class DotSearch {
  private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};

  /** Octets that have to be kept when the end was not found: they may be its beginning. */
  static final int OVERLAP = END.length - 1;

  private DotSearch() {}

  /** The position behind it; negative if it is not there. */
  static int behind(byte[] octets, int from, int to) {
    int last = from + OVERLAP;
    while (last < to) {
      byte octet = octets[last];
      if (octet == '\n' && isEnd(octets, last - OVERLAP)) {
        return last + 1;
      }
      last += skip(octet);
    }
    return -1;
  }

  private static boolean isEnd(byte[] octets, int at) {
    for (int i = 0; i < END.length; i++) {
      if (octets[at + i] != END[i]) {
        return false;
      }
    }
    return true;
  }

  private static int skip(byte octet) {
    return switch (octet) {
      case '\r' -> 1;
      case '.' -> 2;
      case '\n' -> 3;
      default -> END.length;
    };
  }
}
