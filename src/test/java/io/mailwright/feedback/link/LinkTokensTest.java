package io.mailwright.feedback.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkTokensTest {
  private final LinkTokens tokens = tokens(1);

  private static LinkTokens tokens(int seed) {
    return new LinkTokens(TestKeys.of(seed));
  }

  @Test
  void opensWhatItSealedAndShowsNobodyWhatItSays() {
    UnsubscribeToken said = new UnsubscribeToken(4_000_000_007L, "小明@例子.example");
    String token = tokens.seal(LinkUse.UNSUBSCRIBE, said.toBytes());
    assertThat(tokens.open(LinkUse.UNSUBSCRIBE, token).flatMap(UnsubscribeToken::of))
        .contains(said);
    assertThat(tokens.seal(LinkUse.UNSUBSCRIBE, said.toBytes())).isEqualTo(token);
    assertThat(token).matches("[A-Za-z0-9_-]+");
    assertThat(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8))
        .doesNotContain("example");
  }

  @Test
  void refusesEveryAlteration() {
    byte[] said = new UnsubscribeToken(7, "ann@example.net").toBytes();
    byte[] token = Base64.getUrlDecoder().decode(tokens.seal(LinkUse.UNSUBSCRIBE, said));
    for (int bit = 0; bit < token.length * 8; bit++) {
      byte[] altered = token.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(altered);
      assertThat(tokens.open(LinkUse.UNSUBSCRIBE, forged)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void refusesWhatIsNoTokenOrAnothers() {
    byte[] said = new UnsubscribeToken(7, "ann@example.net").toBytes();
    String token = tokens.seal(LinkUse.UNSUBSCRIBE, said);
    assertThat(tokens(2).open(LinkUse.UNSUBSCRIBE, token)).as("another key").isEmpty();
    for (String other :
        new String[] {
          "", "x", "..", "%00", token + "=", token + "A", token.substring(1), "A".repeat(5000)
        }) {
      assertThat(tokens.open(LinkUse.UNSUBSCRIBE, other)).as(other).isEmpty();
    }
  }

  @Test
  void oneSpellingOpensAndNoOther() {
    // The last character of base64 has bits that mean nothing.
    Set<String> opening = new HashSet<>();
    String token = tokens.seal(LinkUse.UNSUBSCRIBE, new UnsubscribeToken(7, "a@b.c").toBytes());
    for (char last :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
      String other = token.substring(0, token.length() - 1) + last;
      tokens.open(LinkUse.UNSUBSCRIBE, other).ifPresent(content -> opening.add(other));
    }
    assertThat(opening).containsExactly(token);
  }
}
