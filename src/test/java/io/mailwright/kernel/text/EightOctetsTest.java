package io.mailwright.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EightOctetsTest {
  /** Every octet at every place, among neighbours that a borrow could come from or go to. */
  @Test
  void saysOfEightWhatEachOfThemSays() {
    Random random = new Random(8);
    for (int octet = 0; octet < 256; octet++) {
      for (int place = 0; place < EightOctets.WIDTH; place++) {
        byte[] octets = new byte[EightOctets.WIDTH + 3];
        random.nextBytes(octets);
        octets[3 + place] = (byte) octet;
        long eight = EightOctets.at(octets, 3);
        for (int bound : new int[] {1, 14, 0x20, 0x7F, 128}) {
          boolean expected = false;
          for (int i = 3; i < octets.length; i++) {
            expected |= (octets[i] & 0xFF) < bound;
          }
          assertThat(EightOctets.anyBelow(eight, bound)).as("below %s", bound).isEqualTo(expected);
        }
        boolean beyond = false;
        for (int i = 3; i < octets.length; i++) {
          beyond |= octets[i] < 0;
        }
        assertThat(EightOctets.anyBeyondAscii(eight)).isEqualTo(beyond);
        assertThat(EightOctets.any(eight, octet)).isTrue();
      }
    }
  }

  @Test
  void findsNoOctetThatIsNotThere() {
    for (int octet = 0; octet < 256; octet++) {
      for (int other = 0; other < 256; other++) {
        byte[] octets = new byte[EightOctets.WIDTH];
        Arrays.fill(octets, (byte) other);
        assertThat(EightOctets.any(EightOctets.at(octets, 0), octet)).isEqualTo(octet == other);
      }
    }
  }
}
