package io.mailwright.feedback.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerpTest {
  private static final String BASE = "bounces@example.com";
  private final Verp verp = new Verp(TestKeys.of(1));

  @ParameterizedTest
  @ValueSource(longs = {1, 35, 36, 1_000_000, 9_876_543_210L, 1L << 50})
  void namesItsDeliveryInAnyCase(long id) {
    String path = verp.address(BASE, id);
    assertThat(path).startsWith("bounces+").endsWith("@example.com").matches("[a-z0-9+@.-]+");
    assertThat(path.indexOf('@')).isLessThanOrEqualTo(64);
    assertThat(verp.deliveryOf(path)).contains(id);
    assertThat(verp.deliveryOf(path.toUpperCase(Locale.ROOT))).contains(id);
    assertThat(Verp.isMarked(path)).isTrue();
  }

  @Test
  void believesNoOther() {
    String path = verp.address(BASE, 777);
    String ofAnother = verp.address(BASE, 778);
    String mark = path.substring(path.indexOf('-'), path.indexOf('@'));
    String blamed = ofAnother.replaceAll("-[a-z2-7]+@", mark + "@");
    assertThat(Verp.isMarked(blamed)).isTrue();
    assertThat(verp.deliveryOf(blamed)).isEmpty();
    assertThat(new Verp(TestKeys.of(2)).deliveryOf(path)).isEmpty();
    for (String other :
        new String[] {
          BASE, "", "@", "a+b@c", "a+-x@c", "a+zzzzzzzzzzzzzzzz-aa@c", "+1-@", "a+1-b"
        }) {
      assertThat(verp.deliveryOf(other)).as(other).isEmpty();
      assertThat(Verp.isMarked(other)).as(other).isFalse();
    }
  }

  @Test
  void leavesAnAddressWithoutRoomAsItIs() {
    String longBase = "b".repeat(50) + "@example.com";
    assertThat(verp.address(longBase, 7)).isEqualTo(longBase);
  }
}
