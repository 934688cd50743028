package io.mailwright.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.testing.SettableClock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each behaviour, with figures, in simulated time. */
class SimulatedSiteTest {
  private static final Instant MONDAY_NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String SOURCE = "127.0.0.2";

  private final SettableClock clock = new SettableClock(MONDAY_NOON);
  private int mails;

  private static SiteSpec.Builder gmail() {
    return SiteSpec.named("gmail").domain("gmail.com").replies(SiteReplies.styled("gmail"));
  }

  private static SiteSpec.Builder plain() {
    return SiteSpec.named("plain").domain("plain.example");
  }

  private SimulatedSite site(SiteSpec.Builder spec) {
    return new SimulatedSite(spec.build(), clock, 7);
  }

  private static SiteConnection open(SimulatedSite site, String source) {
    SiteConnection connection = site.from(source);
    assertThat(connection.open().isAccepted()).isTrue();
    return connection;
  }

  private static String line(SiteAnswer answer) {
    return ((SiteAnswer.Replied) answer).line();
  }

  private String deliver(SimulatedSite site, String source) {
    SiteConnection connection = open(site, source);
    SiteAnswer answer = connection.deliver("r" + mails++ + "@any.example");
    connection.close();
    return line(answer);
  }

  /** Offers mails at a steady rate and answers how many were accepted. */
  private long offer(SimulatedSite site, String source, int perSecond, int seconds) {
    long before = site.tally(source).accepted();
    for (int i = 0; i < perSecond * seconds; i++) {
      deliver(site, source);
      clock.forward(SECOND.dividedBy(perSecond));
    }
    return site.tally(source).accepted() - before;
  }

  @Test
  void takesTheBucketAndThenItsRateAndNoMore() {
    SimulatedSite site = site(gmail().rates(RateLimit.perSecond(50)));
    assertThat(offer(site, SOURCE, 200, 60)).isBetween(50L + 50 * 60 - 2, 50L + 50 * 60);
    assertThat(site.tally().deferred()).isEqualTo(200 * 60 - site.tally().accepted());
    assertThat(deliver(site, SOURCE)).startsWith("250");
    String refusal = deliver(site, SOURCE);
    assertThat(refusal).startsWith("421 4.7.28 ").contains(SOURCE);
  }

  @Test
  void defersNothingAtTheVeryRate() {
    SimulatedSite site = site(gmail().rates(RateLimit.perSecond(50)));
    assertThat(offer(site, SOURCE, 50, 600)).isEqualTo(50 * 600);
    assertThat(site.tally().deferred()).isZero();
  }

  @Test
  void followsItsScriptOfLimits() {
    SimulatedSite site =
        site(
            gmail()
                .rates(RateLimit.perSecond(50))
                .rates(Duration.ofSeconds(60), List.of(RateLimit.perSecond(20)))
                .rates(Duration.ofSeconds(120), List.of(RateLimit.perSecond(50))));
    offer(site, SOURCE, 100, 180);
    assertThat(site.tally(MONDAY_NOON.plusSeconds(10), MONDAY_NOON.plusSeconds(60)).accepted())
        .isCloseTo(2500, within(2L));
    assertThat(site.tally(MONDAY_NOON.plusSeconds(61), MONDAY_NOON.plusSeconds(120)).accepted())
        .isCloseTo(59 * 20, within(2L));
    assertThat(site.tally(MONDAY_NOON.plusSeconds(121), MONDAY_NOON.plusSeconds(180)).accepted())
        .isCloseTo(59 * 50, within(2L));
  }

  @Test
  void changesItsLimitsWhileItRuns() {
    SimulatedSite site = site(gmail().rates(RateLimit.perSecond(50)));
    offer(site, SOURCE, 100, 10);
    site.changeRates(List.of(RateLimit.perSecond(5)));
    assertThat(site.allowedPerSecond()).isEqualTo(5);
    assertThat(offer(site, SOURCE, 100, 10)).isBetween(49L, 52L);
    site.changeRates(List.of());
    assertThat(offer(site, SOURCE, 100, 10)).isEqualTo(1000);
  }

  @Test
  void givesAWindowsRoomAtItsBegin() {
    SimulatedSite site = site(plain().rates(RateLimit.parse("40/min window")));
    clock.forward(Duration.ofSeconds(30));
    assertThat(offer(site, SOURCE, 10, 30)).isEqualTo(40);
    assertThat(offer(site, SOURCE, 10, 60)).isEqualTo(40);
    for (int i = 0; i < 40; i++) {
      assertThat(deliver(site, SOURCE)).startsWith("250");
    }
    clock.forward(Duration.ofSeconds(15));
    assertThat(deliver(site, SOURCE))
        .isEqualTo("450 4.7.0 Too many mails, try again in 45 seconds");
  }

  @Test
  void needsRoomInAllItsLimits() {
    SimulatedSite site =
        site(plain().rates(RateLimit.perSecond(10), RateLimit.parse("100/min window")));
    assertThat(offer(site, SOURCE, 50, 60)).isEqualTo(100);
    assertThat(offer(site, SOURCE, 50, 5)).isBetween(50L, 60L);
  }

  @Test
  void countsEachSourceForItself() {
    SimulatedSite site =
        site(gmail().each(SiteSpec.Each.SOURCE).rates(RateLimit.parse("30/h window")));
    assertThat(offer(site, "127.0.0.2", 10, 10)).isEqualTo(30);
    assertThat(offer(site, "127.0.0.3", 10, 10)).isEqualTo(30);
    assertThat(site.tally().accepted()).isEqualTo(60);
  }

  @Test
  void namesTheTimeToComeAgainAndTakesNothingBefore() {
    SimulatedSite site =
        site(plain().rates(RateLimit.perSecond(10)).penalty(Duration.ofSeconds(300)));
    assertThat(offer(site, SOURCE, 100, 1)).isBetween(10L, 12L);
    clock.forward(Duration.ofSeconds(10));
    assertThat(deliver(site, SOURCE)).contains("try again in 2").endsWith("seconds");
    clock.forward(Duration.ofSeconds(290));
    assertThat(offer(site, SOURCE, 10, 5)).isEqualTo(50);
  }

  @Test
  void saysTheTimeThatItWasTold() {
    SimulatedSite site =
        site(plain().rates(RateLimit.parse("1/min")).retryAfter(Duration.ofSeconds(300)));
    deliver(site, SOURCE);
    assertThat(deliver(site, SOURCE)).endsWith("try again in 300 seconds");
  }

  @Test
  void greylistsEachRecipientAndSourceOnce() {
    SimulatedSite site = site(plain().greylist(Duration.ofSeconds(60)));
    SiteConnection two = open(site, "127.0.0.2");
    SiteConnection three = open(site, "127.0.0.3");
    assertThat(line(two.deliver("Ann@a.example")))
        .startsWith("451 4.7.1")
        .contains("in 60 seconds");
    clock.forward(Duration.ofSeconds(59));
    assertThat(line(two.deliver("ann@A.example"))).startsWith("451 4.7.1").contains("in 1 seconds");
    clock.forward(SECOND);
    assertThat(line(two.deliver("ann@a.example"))).startsWith("250");
    assertThat(line(three.deliver("ann@a.example"))).startsWith("451");
    assertThat(line(two.deliver("ann@a.example"))).startsWith("250");
    assertThat(site.tally().of(SiteVerdict.GREYLISTED)).isEqualTo(3);
  }

  @Test
  void hasItsMoodsByHourInItsOwnZone() {
    MoodTable moods =
        MoodTable.even(ZoneId.of("Asia/Shanghai"))
            .with(DayOfWeek.MONDAY, DayOfWeek.FRIDAY, 9, 11, new Mood(0.5, 0, 3));
    SimulatedSite site =
        site(
            plain()
                .moods(moods)
                .rates(RateLimit.perSecond(40))
                .latency(Duration.ofMillis(100), Duration.ZERO));
    // Tuesday 08:59 there.
    clock.forward(Duration.ofHours(12).plusMinutes(59));
    assertThat(offer(site, SOURCE, 100, 60)).isCloseTo(40 + 40 * 60, within(2L));
    assertThat(site.allowedPerSecond()).isEqualTo(20);
    assertThat(offer(site, SOURCE, 100, 60)).isCloseTo(20 * 60, within(41L));
    clock.forward(Duration.ofMinutes(5));
    SiteAnswer.Replied slow = (SiteAnswer.Replied) open(site, SOURCE).deliver("a@b.example");
    assertThat(slow.latency()).isEqualTo(Duration.ofMillis(300));
    clock.forward(Duration.ofHours(2));
    assertThat(site.allowedPerSecond()).isEqualTo(40);
  }

  @Test
  void putsOffTheShareThatItsMoodSays() {
    MoodTable moods =
        MoodTable.even(ZoneId.of("UTC"))
            .with(DayOfWeek.SATURDAY, DayOfWeek.MONDAY, 20, 13, new Mood(1, 0.2, 1));
    SimulatedSite site = site(plain().moods(moods));
    offer(site, SOURCE, 10, 1000);
    assertThat(site.tally().deferredShare()).isCloseTo(0.2, within(0.015));
    assertThat(site.tally().of(SiteVerdict.UNWILLING)).isEqualTo(site.tally().deferred());
    clock.forward(Duration.ofHours(1));
    assertThat(offer(site, SOURCE, 10, 10)).isEqualTo(100);
  }

  @Test
  void refusesASourceOnTheBlockListForItsTime() {
    SimulatedSite site =
        site(
            plain()
                .blocked("127.0.0.3", new Span(Duration.ofSeconds(60), Duration.ofSeconds(600))));
    assertThat(deliver(site, "127.0.0.3")).startsWith("250");
    clock.forward(Duration.ofSeconds(60));
    assertThat(deliver(site, "127.0.0.3")).startsWith("554 5.7.1").contains("127.0.0.3", "listed");
    assertThat(deliver(site, "127.0.0.2")).startsWith("250");
    clock.forward(Duration.ofSeconds(540));
    assertThat(deliver(site, "127.0.0.3")).startsWith("250");
    site.block("127.0.0.2");
    assertThat(deliver(site, "127.0.0.2")).startsWith("554");
    site.unblock("127.0.0.2");
    assertThat(deliver(site, "127.0.0.2")).startsWith("250");
    assertThat(site.tally("127.0.0.3").refused()).isEqualTo(1);
  }

  @Test
  void takesSoManyConnectionsAtOnce() {
    SimulatedSite site = site(gmail().connections(10));
    List<SiteConnection> open = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      open.add(open(site, SOURCE));
    }
    assertThat(line(site.from(SOURCE).open())).startsWith("421 4.7.0 ");
    open.get(0).close();
    open(site, SOURCE);
    assertThat(site.tally().turnedAway()).isEqualTo(1);
  }

  @Test
  void closesAConnectionAfterItsMails() {
    SimulatedSite site = site(gmail().closesAfter(3));
    SiteConnection connection = open(site, SOURCE);
    for (int i = 0; i < 3; i++) {
      assertThat(connection.deliver("a@b.example").isAccepted()).isTrue();
    }
    SiteAnswer.Replied end = (SiteAnswer.Replied) connection.deliver("a@b.example");
    assertThat(end.verdict()).isEqualTo(SiteVerdict.CLOSED);
    assertThat(end.closes()).isTrue();
    connection.renew();
    connection.open();
    assertThat(connection.deliver("a@b.example").isAccepted()).isTrue();
    assertThat(site.tally().deferred()).isZero();
  }

  @Test
  void knowsNotTheSameAddressesEachTime() {
    SimulatedSite site = site(plain().unknown(0.05));
    SimulatedSite same = site(plain().unknown(0.05));
    SimulatedSite other = new SimulatedSite(plain().unknown(0.05).build(), clock, 8);
    int unknown = 0;
    int differs = 0;
    for (int i = 0; i < 20_000; i++) {
      String address = "person" + i + "@plain.example";
      SiteAnswer answer = open(site, SOURCE).deliver(address);
      unknown += line(answer).startsWith("550 5.1.1") ? 1 : 0;
      assertThat(open(same, "127.0.0.9").deliver(address)).isEqualTo(answer);
      differs += open(other, SOURCE).deliver(address).verdict() == answer.verdict() ? 0 : 1;
    }
    assertThat(unknown).isCloseTo(1000, within(100));
    assertThat(differs).isGreaterThan(1000);
  }

  @Test
  void isSilentWhileItIsDead() {
    SimulatedSite site =
        site(plain().dead(new Span(Duration.ofSeconds(10), Duration.ofSeconds(20))));
    SiteConnection connection = open(site, SOURCE);
    clock.forward(Duration.ofSeconds(10));
    assertThat(connection.deliver("a@b.example"))
        .isEqualTo(new SiteAnswer.Silent(SiteVerdict.DEAD));
    assertThat(site.from(SOURCE).open()).isEqualTo(new SiteAnswer.Silent(SiteVerdict.DEAD));
    clock.forward(Duration.ofSeconds(10));
    assertThat(deliver(site, SOURCE)).startsWith("250");
    site.setDown(true);
    assertThat(site.from(SOURCE).open().isAccepted()).isFalse();
    site.setDown(false);
    assertThat(deliver(site, SOURCE)).startsWith("250");
  }

  @Test
  void answersWithinItsLatency() {
    SimulatedSite site = site(plain().latency(Duration.ofMillis(100), Duration.ofMillis(40)));
    SiteConnection connection = open(site, SOURCE);
    long sum = 0;
    for (int i = 0; i < 2000; i++) {
      SiteAnswer.Replied answer = (SiteAnswer.Replied) connection.deliver("a@b.example");
      assertThat(answer.latency()).isBetween(Duration.ofMillis(60), Duration.ofMillis(140));
      sum += answer.latency().toMillis();
    }
    assertThat(sum / 2000.0).isCloseTo(100, within(3.0));
  }

  @Test
  void answersTheSameForTheSameSeed() {
    SiteSpec.Builder spec =
        plain()
            .rates(RateLimit.perSecond(20))
            .unknown(0.1)
            .latency(Duration.ofMillis(50), Duration.ofMillis(50))
            .moods(
                MoodTable.even(ZoneId.of("UTC"))
                    .with(DayOfWeek.MONDAY, DayOfWeek.SUNDAY, 0, 24, new Mood(1, 0.1, 1)));
    assertThat(answers(spec, 3)).isEqualTo(answers(spec, 3)).isNotEqualTo(answers(spec, 4));
  }

  private static List<SiteAnswer> answers(SiteSpec.Builder spec, long seed) {
    SettableClock clock = new SettableClock(MONDAY_NOON);
    SiteConnection connection = open(new SimulatedSite(spec.build(), clock, seed), SOURCE);
    List<SiteAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.add(connection.deliver("r" + i + "@plain.example"));
      clock.forward(Duration.ofMillis(40));
    }
    return answers;
  }

  @Test
  void countsBySecondAndSource() {
    SimulatedSite site = site(plain().rates(RateLimit.parse("2/s window")));
    deliver(site, "127.0.0.2");
    deliver(site, "127.0.0.3");
    deliver(site, "127.0.0.3");
    clock.forward(SECOND);
    deliver(site, "127.0.0.2");
    assertThat(site.seconds())
        .extracting(
            s -> s.second().toString().substring(17, 19),
            SecondTally::source,
            s -> s.tally().accepted(),
            s -> s.tally().deferred())
        .containsExactly(
            tuple("00", "127.0.0.2", 1L, 0L),
            tuple("00", "127.0.0.3", 1L, 1L),
            tuple("01", "127.0.0.2", 1L, 0L));
  }
}
