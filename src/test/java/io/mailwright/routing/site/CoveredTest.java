package io.mailwright.routing.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoveredTest {
  private static final Site GMAIL =
      new Site("gmail", "Gmail", List.of("gmail.com"), List.of("google.com"), true, false, 1);
  private static final Site QQ =
      new Site("qq", "QQ", List.of("qq.com", "foxmail.com"), List.of(), true, false, 1);
  private static final Site OWN =
      new Site(
          "own", "Own", List.of("a.example", "foxmail.com"), List.of("google.com"), false, true, 1);

  @Test
  void namesWhatASiteTakesFromBuiltInOnes() {
    assertThat(Covered.by(OWN, List.of(GMAIL, OWN, QQ)))
        .containsExactly(new Covered("google.com", GMAIL), new Covered("foxmail.com", QQ));
  }

  @Test
  void aSiteTakesNothingFromItselfNorABuiltInOneFromOthers() {
    Site changed = new Site("qq", "QQ", List.of("qq.com"), List.of(), true, true, 2);
    assertThat(Covered.by(changed, List.of(GMAIL, changed))).isEmpty();
    assertThat(Covered.by(QQ, List.of(GMAIL, OWN, QQ))).isEmpty();
  }
}
