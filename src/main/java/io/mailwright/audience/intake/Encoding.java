package io.mailwright.audience.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * The encoding of a text file: what its byte order mark says, else what its sender names, else
 * UTF-8 unless more than one line in a hundred does not decode, else what the bytes of those lines
 * look like.
 *
 * @param charset the encoding
 * @param markLength bytes of the byte order mark, 0 if there is none
 */
record Encoding(Charset charset, int markLength) {
  private static final int SAMPLE = 1 << 18;
  private static final int BAD_LINES_PER_HUNDRED = 1;

  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

  /** Letters of a byte each, of most files that are not UTF-8 in Europe and America. */
  private static final Charset WESTERN = Charset.forName("windows-1252");

  /**
   * @param named what the sender says, if anything
   * @param limit how many bytes to look at, from the beginning
   */
  static Encoding of(SeekableByteChannel channel, Optional<Charset> named, long limit)
      throws IOException {
    byte[] head = head(channel, (int) Math.min(limit, SAMPLE));
    if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
      return new Encoding(StandardCharsets.UTF_8, 3);
    }
    if (startsWith(head, 0xFF, 0xFE, 0, 0)) {
      return new Encoding(UTF_32LE, 4);
    }
    if (startsWith(head, 0, 0, 0xFE, 0xFF)) {
      return new Encoding(UTF_32BE, 4);
    }
    if (startsWith(head, 0xFF, 0xFE)) {
      return new Encoding(StandardCharsets.UTF_16LE, 2);
    }
    if (startsWith(head, 0xFE, 0xFF)) {
      return new Encoding(StandardCharsets.UTF_16BE, 2);
    }
    if (named.isPresent()) {
      return new Encoding(named.get(), 0);
    }
    if (hasZerosMostly(head)) {
      return new Encoding(head[0] == 0 ? UTF_32BE : UTF_32LE, 0);
    }
    if (hasZerosAt(1, head)) {
      return new Encoding(StandardCharsets.UTF_16LE, 0);
    }
    if (hasZerosAt(0, head)) {
      return new Encoding(StandardCharsets.UTF_16BE, 0);
    }
    return new Encoding(byLines(channel, limit), 0);
  }

  private static byte[] head(SeekableByteChannel channel, int size) throws IOException {
    channel.position(0);
    ByteBuffer head = ByteBuffer.allocate(size);
    while (head.hasRemaining() && channel.read(head) >= 0) {
      // a channel may give less than was asked for
    }
    return java.util.Arrays.copyOf(head.array(), head.position());
  }

  private static boolean startsWith(byte[] head, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (head.length <= i || (head[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** UTF-32 without a mark: three of four bytes are zero, mostly. */
  private static boolean hasZerosMostly(byte[] head) {
    int zeros = 0;
    for (byte b : head) {
      zeros += b == 0 ? 1 : 0;
    }
    return head.length >= 8 && zeros > head.length * 3L / 5;
  }

  /** UTF-16 without a mark: names and addresses have a zero in every second byte, mostly. */
  private static boolean hasZerosAt(int parity, byte[] head) {
    int zeros = 0;
    for (int i = parity; i < head.length; i += 2) {
      zeros += head[i] == 0 ? 1 : 0;
    }
    return head.length >= 4 && zeros > head.length / 5;
  }

  private static Charset byLines(SeekableByteChannel channel, long limit) throws IOException {
    LineReader lines = new LineReader(channel, LineReader.Unit.BYTE, 0);
    LineDecoder utf8 = new LineDecoder(StandardCharsets.UTF_8);
    ByteArrayOutputStream strange = new ByteArrayOutputStream();
    long total = 0;
    long bad = 0;
    while (lines.offset() < limit && lines.next()) {
      if (lines.length() == 0 || lines.isCut()) {
        continue;
      }
      // The last line of a sample ends where the sample does, maybe inside a character.
      if (lines.offset() > limit && total > 0) {
        break;
      }
      total++;
      utf8.decode(lines.bytes(), lines.length());
      if (utf8.isBroken()) {
        bad++;
        if (strange.size() < SAMPLE) {
          strange.write(lines.bytes(), 0, lines.length());
          strange.write('\n');
        }
      }
    }
    return bad * 100 > total * BAD_LINES_PER_HUNDRED
        ? detected(strange.toByteArray())
        : StandardCharsets.UTF_8;
  }

  private static Charset detected(byte[] bytes) {
    Charset told = told(bytes);
    // Two bytes a character are not told by chance; letters of one byte are, from a few names.
    return told.canEncode()
            && told.newEncoder().maxBytesPerChar() == 1
            && ChineseBytes.areLikely(bytes)
        ? ChineseBytes.GB18030
        : told;
  }

  private static Charset told(byte[] bytes) {
    UniversalDetector detector = new UniversalDetector();
    detector.handleData(bytes);
    detector.dataEnd();
    String name = detector.getDetectedCharset();
    if (name == null || name.startsWith("UTF-") || name.equals("US-ASCII")) {
      return WESTERN;
    }
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      // The detector knows encodings that no decoder here reads; Western at least keeps ASCII.
      return WESTERN;
    }
  }

  LineReader.Unit unit() {
    return switch (charset.name()) {
      case "UTF-16LE" -> LineReader.Unit.TWO_LITTLE_ENDIAN;
      case "UTF-16BE" -> LineReader.Unit.TWO_BIG_ENDIAN;
      case "UTF-32LE" -> LineReader.Unit.FOUR_LITTLE_ENDIAN;
      case "UTF-32BE" -> LineReader.Unit.FOUR_BIG_ENDIAN;
      default -> LineReader.Unit.BYTE;
    };
  }
}
