package io.mailwright.console.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.rate.SilentSites;
import io.mailwright.routing.rate.SiteAllowance;
import io.mailwright.routing.site.Site;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SiteLineTest {
  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
  private static final Site GMAIL =
      new Site("gmail", "Gmail", List.of("gmail.com"), List.of("google.com"), true, false, 1);

  private static SiteRate rate(long route, double perSecond, String reply, Instant at) {
    return new SiteRate(
        "gmail",
        route,
        new SiteAllowance(
            OptionalDouble.of(perSecond),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.ofNullable(reply)),
        Optional.empty(),
        at);
  }

  @Test
  void addsUpWhatItTakesByTheRoutesThatItLimits() {
    SiteLine line =
        new SiteLine(
            "gmail",
            Optional.of(GMAIL),
            List.of(
                rate(1, 2.5, null, NOON),
                rate(2, 10, "421 4.7.0 slow down", NOON.minusSeconds(60)),
                new SiteRate(
                    "gmail", 3, SiteAllowance.FREE, Optional.empty(), NOON.minusSeconds(90))),
            false);
    assertThat(line.perSecond()).hasValue(12.5);
    assertThat(line.connections()).isEmpty();
    assertThat(line.lastReply()).contains("421 4.7.0 slow down");
    assertThat(line.usedAt()).contains(NOON);
    assertThat(line.isLimited()).isTrue();
  }

  @Test
  void sortsThoseThatLimitBeforeThoseThatWereUsedBeforeTheRest() {
    SiteLine limited = new SiteLine("z", Optional.empty(), List.of(rate(1, 1, null, NOON)), false);
    SiteLine used = new SiteLine("y", Optional.empty(), List.of(), true);
    SiteLine known = new SiteLine("gmail", Optional.of(GMAIL), List.of(), false);
    assertThat(limited.order()).isLessThan(used.order());
    assertThat(used.order()).isLessThan(known.order());
  }

  @Test
  void showsASiteThatDoesNotAnswerFirstAndUntilWhenItIsLeftAlone() {
    SiteLine line =
        new SiteLine(
            "gmail",
            Optional.of(GMAIL),
            List.of(
                silent(1, true, Optional.empty()),
                silent(2, false, Optional.of(NOON.plusSeconds(60)))),
            false);
    assertThat(line.isLimited()).isTrue();
    assertThat(line.order()).startsWith("0gmail");
    assertThat(line.silence().orElseThrow().isAnswering()).isFalse();
    assertThat(line.pausedUntil()).contains(NOON.plusSeconds(60));
  }

  private static SiteRate silent(long route, boolean isAnswering, Optional<Instant> until) {
    return new SiteRate(
        "gmail",
        route,
        SiteAllowance.FREE,
        Optional.of(new SilentSites.Standing(isAnswering, NOON, until)),
        NOON);
  }

  @Test
  void sortsByWhatPeopleCallThem() {
    Site arcor = new Site("arcor", "Vodafone", List.of(), List.of(), true, false, 1);
    assertThat(new SiteLine("arcor", Optional.of(arcor), List.of(), false).order())
        .isGreaterThan(new SiteLine("gmail", Optional.of(GMAIL), List.of(), false).order());
  }

  @Test
  void isFoundByItsNamesAndDomains() {
    SiteLine line = new SiteLine("gmail", Optional.of(GMAIL), List.of(), false);
    assertThat(line.holds("gma")).isTrue();
    assertThat(line.holds("google")).isTrue();
    assertThat(line.holds("yahoo")).isFalse();
  }
}
