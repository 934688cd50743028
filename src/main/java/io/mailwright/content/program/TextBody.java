package io.mailwright.content.program;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A text part as it goes over the wire: quoted-printable unless base64 is shorter. */
final class TextBody {
  private static final byte[] QUOTED_PRINTABLE =
      ascii("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
  private static final byte[] BASE64 = ascii("Content-Transfer-Encoding: base64\r\n\r\n");
  private static final Base64.Encoder LINES = Base64.getMimeEncoder();

  private TextBody() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Adds the last header field of the part, the empty line and the content. */
  static void encode(String text, Octets out) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length == text.length() || isMostlyAscii(utf8)) {
      out.add(QUOTED_PRINTABLE);
      QuotedPrintable.encode(utf8, out);
    } else {
      out.add(BASE64);
      out.add(LINES.encode(canonicalLineEnds(utf8)));
    }
  }

  /** Base64 keeps line ends as they are, and they have to be CR LF (RFC 2049 section 4). */
  private static byte[] canonicalLineEnds(byte[] text) {
    Octets out = new Octets(text.length + text.length / 32 + 16);
    int from = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\r' || text[i] == '\n') {
        out.add(text, from, i - from).add('\r').add('\n');
        if (text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
          i++;
        }
        from = i + 1;
      }
    }
    return out.add(text, from, text.length - from).toBytes();
  }

  /** Quoted-printable adds two octets to each that is not ASCII, base64 one to any three. */
  private static boolean isMostlyAscii(byte[] utf8) {
    int other = 0;
    for (byte b : utf8) {
      other += b >>> 31;
    }
    return other * 6L <= utf8.length;
  }
}
