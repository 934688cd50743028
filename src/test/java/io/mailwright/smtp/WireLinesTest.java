package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.eclipse.angus.mail.smtp.SMTPOutputStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireLinesTest {
  private static final String ALPHABET = "\r\n..ab";

  /** In both, ~ stands for CR LF; in the content, L and C for a lone LF and CR. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a~b|a~b~",
        ".|..~",
        "aL.Lb|a~..~b~",
        "aC.Cb|a~..~b~",
        "a~.~b|a~..~b~",
        "..~|...~",
        "''|''"
      })
  void doublesDotsAndEndsLines(String content, String wire) throws IOException {
    String in = content.replace("~", "\r\n").replace('L', '\n').replace('C', '\r');
    assertThat(ours(in, in.length() + 1)).isEqualTo(wire.replace("~", "\r\n"));
  }

  @RepeatedTest(300)
  void writesWhatAngusWouldHoweverItIsCut(RepetitionInfo repetition) throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    StringBuilder in = new StringBuilder();
    for (int i = random.nextInt(40); i >= 0; i--) {
      in.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    ByteArrayOutputStream angus = new ByteArrayOutputStream();
    SMTPOutputStream lines = new SMTPOutputStream(angus);
    lines.write(in.toString().getBytes(StandardCharsets.US_ASCII));
    lines.ensureAtBOL();
    assertThat(ours(in.toString(), 1 + random.nextInt(5)))
        .isEqualTo(angus.toString(StandardCharsets.US_ASCII));
  }

  private static String ours(String content, int piece) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WireLines lines = new WireLines(out);
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length; i += piece) {
      lines.write(bytes, i, Math.min(piece, bytes.length - i));
    }
    lines.endLine();
    return out.toString(StandardCharsets.US_ASCII);
  }
}
