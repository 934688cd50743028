package io.mailwright.audience.intake;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes one line after another and remembers whether the last one did not decode. */
final class LineDecoder {
  private final CharsetDecoder strict;
  private final CharsetDecoder lenient;
  private final boolean asciiCompatible;
  private boolean broken;

  LineDecoder(Charset charset) {
    strict = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    strict.onUnmappableCharacter(CodingErrorAction.REPORT);
    lenient = charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    lenient.onUnmappableCharacter(CodingErrorAction.REPLACE);
    asciiCompatible = !charset.name().startsWith("UTF-16") && !charset.name().startsWith("UTF-32");
  }

  /** The text; bytes that do not belong to the encoding become U+FFFD, see {@link #isBroken}. */
  String decode(byte[] bytes, int length) {
    broken = false;
    if (asciiCompatible && isAscii(bytes, length)) {
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
    try {
      return strict.decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      broken = true;
      return lenient(bytes, length).toString();
    }
  }

  private CharBuffer lenient(byte[] bytes, int length) {
    try {
      return lenient.decode(ByteBuffer.wrap(bytes, 0, length));
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("A decoder that replaces does not report", e);
    }
  }

  /** Whether the bytes of the last line did not all belong to the encoding. */
  boolean isBroken() {
    return broken;
  }

  static boolean isAscii(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
