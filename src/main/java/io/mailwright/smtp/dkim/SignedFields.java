package io.mailwright.smtp.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a header that a signature covers, in relaxed form (RFC 6376 section 3.4.2).
 *
 * @param names as the tag h= has them. From stands there twice, so that a second one added on the
 *     way breaks the signature (section 5.4.2)
 * @param relaxed the fields in the order of the names, each ended by CR LF
 */
record SignedFields(String names, byte[] relaxed) {
  /** Those that a reader sees or that say how to read the body, and what RFC 8058 asks for. */
  private static final List<String> SIGNED =
      List.of(
          "from",
          "to",
          "subject",
          "date",
          "message-id",
          "reply-to",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "list-unsubscribe",
          "list-unsubscribe-post");

  private static final List<byte[]> NAMES =
      SIGNED.stream().map(name -> name.getBytes(StandardCharsets.US_ASCII)).toList();

  /**
   * Finds them.
   *
   * @param header fields ended by CR LF; of several of a name the last is signed (section 5.4.2)
   */
  static SignedFields of(byte[] header) {
    int[] starts = new int[NAMES.size()];
    int[] ends = new int[NAMES.size()];
    int start = 0;
    while (start < header.length) {
      int end = endOfField(header, start);
      int field = nameAt(header, start);
      if (field >= 0) {
        starts[field] = start;
        ends[field] = end;
      }
      start = end;
    }
    List<String> names = new ArrayList<>(NAMES.size() + 1);
    names.add(SIGNED.get(0));
    RelaxedText out = new RelaxedText(header.length);
    for (int i = 0; i < starts.length; i++) {
      if (ends[i] > 0) {
        names.add(SIGNED.get(i));
        out.field(NAMES.get(i), header, starts[i] + NAMES.get(i).length, ends[i]);
        out.lineEnd();
      }
    }
    return new SignedFields(String.join(":", names), out.toBytes());
  }

  /** The place after the line end that no blank follows (RFC 5322 section 2.2.3). */
  private static int endOfField(byte[] header, int start) {
    int i = start;
    while (i < header.length) {
      if (header[i++] == '\n' && (i == header.length || (header[i] != ' ' && header[i] != '\t'))) {
        return i;
      }
    }
    return i;
  }

  private static int nameAt(byte[] header, int start) {
    for (int i = 0; i < NAMES.size(); i++) {
      if (isAt(header, start, NAMES.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isAt(byte[] header, int start, byte[] name) {
    if (start + name.length >= header.length || header[start + name.length] != ':') {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      int c = header[start + i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != name[i]) {
        return false;
      }
    }
    return true;
  }
}
