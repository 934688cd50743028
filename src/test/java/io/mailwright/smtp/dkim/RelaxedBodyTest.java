package io.mailwright.smtp.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples and rules of RFC 6376 section 3.4.4 and 3.4.5. Of an empty body, of one without a
 * last line end and of a bare CR jDKIM makes something else than the RFC says; our mails have none
 * of these.
 */
class RelaxedBodyTest {
  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("", ""),
        Arguments.of("\r\n", ""),
        Arguments.of("\r\n\r\n", ""),
        Arguments.of(" \t\r\n \r\n", ""),
        Arguments.of(" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"),
        Arguments.of("a \t b\t\r\n\r\n c \r\n \r\n", "a b\r\n\r\n c\r\n"),
        Arguments.of("\r\n\r\na\r\n", "\r\n\r\na\r\n"),
        Arguments.of("\t leading\r\n", " leading\r\n"),
        Arguments.of("no end \t", "no end\r\n"),
        Arguments.of("a\rb\r\n", "a\rb\r\n"),
        Arguments.of("a\r\r\nb\r\n", "a\r\r\nb\r\n"),
        Arguments.of("a \r b\nc \r\n", "a \r b\nc\r\n"),
        Arguments.of("end\r", "end\r\r\n"),
        Arguments.of("x".repeat(5000) + "\r\n", "x".repeat(5000) + "\r\n"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void makesTheFormOfTheRfcHoweverTheBodyIsCutIntoRuns(String body, String relaxed)
      throws Exception {
    byte[] octets = ascii(body);
    byte[] expected = sha256().digest(ascii(relaxed));
    for (int cut = 0; cut <= Math.min(30, octets.length); cut++) {
      List<byte[]> runs =
          List.of(Arrays.copyOf(octets, cut), Arrays.copyOfRange(octets, cut, octets.length));
      assertThat(RelaxedBody.digest(runs, sha256())).as("cut at %d", cut).isEqualTo(expected);
    }
  }

  @Test
  void hashesAnEmptyBodyAsTheRfcShowsIt() throws Exception {
    assertThat(Base64.getEncoder().encodeToString(RelaxedBody.digest(List.of(), sha256())))
        .isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256");
  }
}
