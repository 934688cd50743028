package io.mailwright.report.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AdviserTest {
  private static final Adviser.Mails NONE = new Adviser.Mails("", 0, 0, 0, 0);

  @Test
  void namesTheHoursInWhichASiteDefersAndThoseToPrefer() {
    List<Observation> seen = new ArrayList<>();
    hours(seen, "outlook", 1, 9, 11, 2060, 0.31);
    hours(seen, "outlook", 1, 11, 13, 900, 0.10);
    hours(seen, "outlook", 1, 13, 16, 1500, 0.01);
    assertThat(advice(seen))
        .extracting(Advice::text)
        .containsExactly(
            "Outlook deferred 31 % of tries between 09 and 11, 3.6 % at other hours: prefer 13 to 16; evidence 4,120 tries.");
  }

  @Test
  void saysWhichHoursToAvoidWhereNoneIsSureToBeBetter() {
    List<Observation> seen = new ArrayList<>();
    hours(seen, "outlook", 1, 9, 10, 1000, 0.5);
    for (int hour = 12; hour < 24; hour += 7) {
      hours(seen, "outlook", 1, hour, hour + 1, 250, 0.02);
    }
    assertThat(advice(seen)).hasSize(1);
    assertThat(advice(seen).get(0).better()).isEmpty();
    assertThat(advice(seen).get(0).text()).contains("avoid these");
  }

  @Test
  void saysNothingOfFewMailsSmallSharesAndChance() {
    List<Observation> few = new ArrayList<>();
    hours(few, "outlook", 1, 9, 10, 399, 0.9);
    hours(few, "outlook", 1, 13, 14, 5000, 0);
    assertThat(advice(few)).as("fewer than 400 tries").isEmpty();

    List<Observation> small = new ArrayList<>();
    hours(small, "outlook", 1, 9, 10, 100_000, 0.04);
    hours(small, "outlook", 1, 13, 14, 100_000, 0.001);
    assertThat(advice(small)).as("4 %, however sure").isEmpty();

    List<Observation> alike = new ArrayList<>();
    hours(alike, "outlook", 1, 9, 10, 600, 0.10);
    hours(alike, "outlook", 1, 13, 14, 600, 0.13);
    assertThat(advice(alike)).as("3 % more of 600").isEmpty();
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    Random random = new Random(7);
    int found = 0;
    for (int trial = 0; trial < 300; trial++) {
      List<Observation> seen = new ArrayList<>();
      for (int hour = 0; hour < 24; hour++) {
        long deferred = 0;
        for (int i = 0; i < 300; i++) {
          deferred += random.nextDouble() < 0.15 ? 1 : 0;
        }
        seen.add(new Observation("outlook", hour, hour, 1 + hour % 2, 300 - deferred, deferred, 0));
      }
      found += advice(seen).size();
    }
    assertThat(found).as("of 300 campaigns that are the same at all hours").isLessThanOrEqualTo(1);
  }

  @Test
  void neverContradictsItself() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<Observation> seen = new ArrayList<>();
      for (String site : List.of("outlook", "gmail")) {
        for (int hour = 0; hour < 24; hour++) {
          for (long route = 1; route <= 3; route++) {
            long tries = random.nextInt(2000);
            long deferred = (long) (tries * random.nextDouble() * random.nextDouble());
            long failed = (tries - deferred) / 10;
            seen.add(
                new Observation(
                    site, hour, hour, route, tries - deferred - failed, deferred, failed));
          }
        }
      }
      Map<String, List<Advice>> bySubject =
          advice(seen).stream().collect(Collectors.groupingBy(one -> one.kind() + one.subject()));
      assertThat(bySubject.values()).as("seed %s", seed).allMatch(list -> list.size() == 1);
      for (Advice one : advice(seen)) {
        assertThat(one.share()).isGreaterThan(one.otherShare());
        if (one.kind() == Advice.Kind.HOURS && one.better().isPresent()) {
          assertThat(overlap(one.bad().orElseThrow(), one.better().get()))
              .as("seed %s: %s", seed, one.text())
              .isFalse();
        }
        assertThat(one.bad()).isNotEqualTo(one.better());
      }
    }
  }

  private static boolean overlap(String one, String other) {
    int from = Integer.parseInt(one.substring(0, 2));
    int to = Integer.parseInt(one.substring(3));
    int otherFrom = Integer.parseInt(other.substring(0, 2));
    int otherTo = Integer.parseInt(other.substring(3));
    return from < otherTo && otherFrom < to;
  }

  @Test
  void blamesTheRouteAndNotTheHourThatOnlyItWasUsedIn() {
    List<Observation> seen = new ArrayList<>();
    // Route 1 is bad at all hours; it was used in the morning most of all.
    hours(seen, "outlook", 1, 9, 11, 2000, 0.30);
    hours(seen, "outlook", 2, 9, 11, 400, 0.02);
    hours(seen, "outlook", 1, 13, 15, 200, 0.31);
    hours(seen, "outlook", 2, 13, 15, 3000, 0.02);
    assertThat(advice(seen))
        .extracting(Advice::text)
        .containsExactly(
            "Outlook deferred or refused 30 % over route 1, and 2.0 % over route 2 in the same hours: prefer the latter; evidence 11,200 tries.");
  }

  @Test
  void comparesRoutesOnlyInHoursInWhichBothWereUsed() {
    List<Observation> seen = new ArrayList<>();
    hours(seen, "outlook", 1, 9, 11, 2000, 0.30);
    hours(seen, "outlook", 2, 13, 15, 2000, 0.02);
    assertThat(advice(seen)).extracting(Advice::kind).containsExactly(Advice.Kind.HOURS);
  }

  @Test
  void warnsOfAddressesAndComplaintsOfTheWholeOnceOrOfSingleSites() {
    List<Advice> whole =
        Adviser.of(
            List.of(),
            new Adviser.Mails("", 900, 1000, 100, 9),
            List.of(new Adviser.Mails("gmail", 900, 1000, 100, 9)),
            AdviserTest::named,
            route -> "");
    assertThat(whole)
        .extracting(Advice::text)
        .containsExactly(
            "10 % of the mails were refused for good or came back, more than 5.0 %: check where these addresses come from; evidence 1,000 mails.",
            "1.0 % of those who got the mail complained; providers expect less than 0.10 %: write only to who asked for it, and less often; evidence 900 mails.");
    List<Advice> one =
        Adviser.of(
            List.of(),
            new Adviser.Mails("", 99_000, 100_000, 1000, 10),
            List.of(new Adviser.Mails("gmail", 900, 1000, 100, 0)),
            AdviserTest::named,
            route -> "");
    assertThat(one).extracting(Advice::subject).containsExactly("Gmail");
  }

  @Test
  void saysNothingOfSitesThatAreNotToldApart() {
    List<Observation> seen = new ArrayList<>();
    hours(seen, "*", 1, 9, 11, 2000, 0.30);
    hours(seen, "*", 1, 13, 15, 2000, 0.02);
    assertThat(advice(seen)).isEmpty();
  }

  private static void hours(
      List<Observation> seen, String site, long route, int from, int to, long tries, double share) {
    for (int hour = from; hour < to; hour++) {
      long deferred = Math.round(tries * share);
      seen.add(new Observation(site, hour, hour, route, tries - deferred, deferred, 0));
    }
  }

  private static List<Advice> advice(List<Observation> seen) {
    return Adviser.of(seen, NONE, List.of(), AdviserTest::named, route -> "route " + route);
  }

  private static String named(String site) {
    return site.substring(0, 1).toUpperCase(Locale.ROOT) + site.substring(1);
  }
}
