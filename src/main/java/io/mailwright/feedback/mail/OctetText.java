package io.mailwright.feedback.mail;

import io.mailwright.audience.intake.ChineseBytes;
import io.mailwright.kernel.text.Cut;
import jakarta.annotation.Nullable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Texts of mails by the charset that is true: mail systems name the wrong one, or none, and so do
 * those whose notices matter most here.
 */
final class OctetText {
  /** Named out of habit; what is written is the larger one, of which these are a part. */
  private static final Map<String, String> LARGER =
      Map.of(
          "GB2312", "GB18030",
          "GBK", "GB18030",
          "Big5", "Big5-HKSCS",
          "Shift_JIS", "windows-31j",
          "ISO-2022-JP", "x-windows-iso2022jp",
          "EUC-KR", "x-windows-949");

  /** Named where nobody has thought about it. Any octets are text in them. */
  private static final Set<String> SAYS_NOTHING =
      Set.of("US-ASCII", "ISO-8859-1", "windows-1252", "UTF-8");

  /** By which texts in seven bits change to Japanese letters (RFC 1468). */
  private static final String TO_JAPANESE = "\u001b$";

  /** Characters by which a language is told. */
  private static final int MOST_LOOKED_AT = 4_000;

  private static final char REPLACEMENT = '\ufffd';
  private static final char ASCII = '\u007f';

  private OctetText() {}

  /**
   * The text. An incomplete character at the end is left out: what is too long was cut there.
   *
   * @param name of the charset, as the mail says it
   */
  static String of(byte[] octets, @Nullable String name) {
    Optional<Charset> named = named(name);
    Optional<String> told =
        named.filter(c -> !SAYS_NOTHING.contains(c.name())).flatMap(c -> strict(octets, c));
    return told.or(() -> guessed(octets)).orElseGet(() -> lenient(octets, named));
  }

  private static Optional<Charset> named(@Nullable String name) {
    try {
      return Optional.ofNullable(name).map(Charset::forName).map(OctetText::larger);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  private static Charset larger(Charset charset) {
    String larger = LARGER.get(charset.name());
    return larger != null && Charset.isSupported(larger) ? Charset.forName(larger) : charset;
  }

  private static Optional<String> guessed(byte[] octets) {
    Optional<String> unicode = strict(octets, StandardCharsets.UTF_8);
    if (unicode.isPresent()) {
      return unicode.get().contains(TO_JAPANESE)
          ? named("ISO-2022-JP").flatMap(c -> strict(octets, c)).or(() -> unicode)
          : unicode;
    }
    String mostly = new String(octets, StandardCharsets.UTF_8);
    if (isMostlyGood(mostly)) {
      return Optional.of(mostly);
    }
    return strict(octets, ChineseBytes.GB18030)
        .filter(text -> ChineseBytes.isLikely(Cut.to(text, MOST_LOOKED_AT)))
        .or(() -> Script.ALL.stream().flatMap(s -> s.read(octets).stream()).findFirst());
  }

  /**
   * Letters that show in which charset a language was written, in words and not one by one.
   *
   * @param share the least of all characters beyond ASCII
   */
  private record Script(String charset, int first, int last, double share) {
    /** Of letters that follow another, the least share; of Portuguese "ção" it is a half. */
    private static final double JOINED = 0.6;

    /** Small Cyrillic letters, and kana. */
    static final List<Script> ALL =
        List.of(
            new Script("windows-1251", 0x430, 0x45f, 0.6),
            new Script("KOI8-R", 0x430, 0x45f, 0.6),
            new Script("windows-31j", 0x3041, 0x30fa, 0.3));

    Optional<String> read(byte[] octets) {
      return named(charset)
          .flatMap(c -> strict(octets, c))
          .filter(text -> isIn(Cut.to(text, MOST_LOOKED_AT)));
    }

    private boolean isIn(String text) {
      int beyondAscii = 0;
      int letters = 0;
      int joined = 0;
      for (int i = 0; i < text.length(); i++) {
        beyondAscii += text.charAt(i) > ASCII ? 1 : 0;
        if (isLetter(text.charAt(i))) {
          letters++;
          joined += i > 0 && isLetter(text.charAt(i - 1)) ? 1 : 0;
        }
      }
      return letters > 0 && letters >= share * beyondAscii && joined >= JOINED * letters;
    }

    private boolean isLetter(char c) {
      return c >= first && c <= last;
    }
  }

  /** UTF-8 with an octet wrong here and there, as where a subject was cut. */
  private static boolean isMostlyGood(String text) {
    long wrong = text.chars().filter(c -> c == REPLACEMENT).count();
    long good = text.chars().filter(c -> c > ASCII && c != REPLACEMENT).count();
    return good > 2 * wrong;
  }

  private static Optional<String> strict(byte[] octets, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text =
        CharBuffer.allocate((int) (octets.length * (double) decoder.maxCharsPerByte()) + 1);
    return decoder.decode(ByteBuffer.wrap(octets), text, false).isError()
        ? Optional.empty()
        : Optional.of(text.flip().toString());
  }

  /** One wrong octet does not spoil the letters around it. */
  private static String lenient(byte[] octets, Optional<Charset> named) {
    return new String(
        octets,
        named.filter(c -> !SAYS_NOTHING.contains(c.name())).orElse(StandardCharsets.ISO_8859_1));
  }
}
