package io.mailwright.feedback.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawMailTest {
  @Test
  void givesBackWhatItWasGiven() throws IOException {
    byte[] mail = "Subject: Hi\r\n\r\nHello\0\u00e9\r\n".getBytes(StandardCharsets.ISO_8859_1);
    RawMail raw = RawMail.read(new ByteArrayInputStream(mail));
    assertThat(raw.open().readAllBytes()).isEqualTo(mail);
    assertThat(raw.size()).isEqualTo(mail.length);
    assertThat(raw.isWhole()).isTrue();
    assertThat(raw.identity()).isEqualTo(RawMail.read(new ByteArrayInputStream(mail)).identity());
    mail[mail.length - 1] = 'x';
    assertThat(raw.identity())
        .isNotEqualTo(RawMail.read(new ByteArrayInputStream(mail)).identity());
  }

  @Test
  void keepsTheBeginningOfWhatIsTooBigAndReadsNoMore() throws IOException {
    InputStream endless = new Endless(new Random(7));
    RawMail raw = RawMail.read(endless);
    assertThat(raw.isWhole()).isFalse();
    assertThat(raw.packed().length).isBetween(RawMail.MOST_PACKED, RawMail.MOST_PACKED + 100_000);
    assertThat(raw.size()).isLessThan(RawMail.MOST_PACKED + 200_000L);
    assertThat(raw.open().readAllBytes()).hasSize((int) raw.size());
    assertThat(raw.identity()).isEqualTo(RawMail.read(new Endless(new Random(7))).identity());
  }

  @Test
  void endsWithWhatCanBePackedWithoutEnd() throws IOException {
    RawMail raw = RawMail.read(new Endless(null));
    assertThat(raw.isWhole()).isFalse();
    assertThat(raw.size()).isEqualTo(RawMail.MOST);
  }

  private static final class Endless extends InputStream {
    private final Random random;

    Endless(Random random) {
      this.random = random;
    }

    @Override
    public int read() {
      return random == null ? 'x' : random.nextInt(256);
    }
  }
}
