package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.routing.warmup.WarmUpOutlook;
import io.mailwright.routing.window.SendWindow;
import io.mailwright.routing.window.SiteHours;
import io.mailwright.routing.window.WindowTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FinishEstimateTest {
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final Pace FORTY_A_MINUTE = new Pace.Steady(40 / 60.0, "Gmail: 40 a minute");

  private static FinishEstimate at(WindowRule rule) {
    SendWindow window =
        new SendWindow(
            new WindowTerms(rule, Optional.empty(), Optional.empty()),
            ZoneOffset.UTC,
            site -> SiteHours.UNKNOWN);
    return new FinishEstimate(NOW, window::openAtOrAfter);
  }

  /** Ends where a test says. */
  private record Known(UnaryOperator<Instant> end, boolean isOfTheDay, String words)
      implements Pace {
    @Override
    public Instant end(long mails, Instant from) {
      return end.apply(from);
    }

    @Override
    public double perSecond() {
      return 1;
    }
  }

  private static FinishEstimate anyTime() {
    return at(WindowRule.ANY_TIME);
  }

  private static WindowRule quiet(String from, String to) {
    return new WindowRule(
        List.of(DayHours.of("quiet", List.of(), from, to)), List.of(), false, Optional.empty());
  }

  private static FinishEstimate.Part free(long open) {
    return new FinishEstimate.Part(open, Optional.empty(), false, List.of(), Optional.empty());
  }

  private static FinishEstimate.Part limited(long open, Pace... paces) {
    return new FinishEstimate.Part(open, Optional.empty(), false, List.of(paces), Optional.empty());
  }

  private static FinishEstimate.Part held(long open, Instant until, Pace... paces) {
    return new FinishEstimate.Part(
        open, Optional.of(new Finish(until, "held")), false, List.of(paces), Optional.empty());
  }

  @Test
  void theSlowestSiteDecides() {
    Finish finish =
        anyTime().of(List.of(free(100_000), limited(1200, FORTY_A_MINUTE)), List.of(), 1000).get();
    assertThat(finish.at()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
    assertThat(finish.by()).isEqualTo("Gmail: 40 a minute");
  }

  @Test
  void thePresentRateDecidesWhereNothingElseDoes() {
    Finish finish =
        anyTime().of(List.of(free(100_000), limited(40, FORTY_A_MINUTE)), List.of(), 1000).get();
    assertThat(finish.at()).isEqualTo(NOW.plusMillis(100_040));
    assertThat(finish.by()).isEqualTo(FinishEstimate.PRESENT_RATE);
    assertThat(anyTime().of(List.of(free(10)), List.of(), 0)).isEmpty();
    assertThat(anyTime().of(List.of(free(0)), List.of(), 9)).isEmpty();
  }

  /** A receiver that hangs is no limit, but an hour at full speed before it says nothing either. */
  @Test
  void theAverageStandsForWhatALimitHoldsBackAndNotForWhatStandsStill() {
    List<FinishEstimate.Part> limited = List.of(free(100), limited(40, FORTY_A_MINUTE));
    assertThat(FinishEstimate.presentRate(limited, List.of(), 0, 500)).isEqualTo(500);
    assertThat(FinishEstimate.presentRate(List.of(held(9, NOW.plusSeconds(60))), List.of(), 0, 500))
        .isEqualTo(500);
    assertThat(FinishEstimate.presentRate(List.of(free(9)), List.of(FORTY_A_MINUTE), 0, 500))
        .isEqualTo(500);
    assertThat(FinishEstimate.presentRate(List.of(free(100)), List.of(), 0, 500)).isZero();
    assertThat(FinishEstimate.presentRate(List.of(free(100)), List.of(), 2, 500)).isEqualTo(2);
  }

  /** Where a limit makes the rate what it is, both give the same end; the limit explains it. */
  @Test
  void namesTheLimitThatMakesThePresentRate() {
    Finish finish =
        anyTime().of(List.of(limited(1200, FORTY_A_MINUTE)), List.of(), 0.99 * 40 / 60).get();
    assertThat(finish.by()).isEqualTo("Gmail: 40 a minute");
    assertThat(finish.at()).isAfter(NOW.plus(Duration.ofMinutes(30)));
  }

  @Test
  void aLimitOfAllSitesCountsAllMails() {
    Pace campaign = new Pace.Steady(10, "campaign: 10 a second");
    Finish finish =
        anyTime().of(List.of(free(3000), free(3000), free(0)), List.of(campaign), 0).get();
    assertThat(finish).isEqualTo(new Finish(NOW.plusSeconds(600), "campaign: 10 a second"));
  }

  @Test
  void mailsOfAHeldSiteGoAfterTheHold() {
    Instant until = NOW.plus(Duration.ofHours(2));
    Finish finish = anyTime().of(List.of(free(1000), held(500, until)), List.of(), 100).get();
    assertThat(finish).isEqualTo(new Finish(until.plusSeconds(5), "held"));
    Finish slow = anyTime().of(List.of(held(24_000, until, FORTY_A_MINUTE)), List.of(), 100).get();
    assertThat(slow).isEqualTo(new Finish(until.plus(Duration.ofHours(10)), "Gmail: 40 a minute"));
    // Nothing is known but the hold: then not before its end.
    assertThat(anyTime().of(List.of(held(1, until)), List.of(), 0))
        .contains(new Finish(until, "held"));
    // A hold that is over holds nothing.
    assertThat(anyTime().of(List.of(held(100, NOW.minusSeconds(1))), List.of(), 100).get().at())
        .isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void waitsForTheLastDeferredMail() {
    Instant due = NOW.plus(Duration.ofMinutes(15));
    FinishEstimate.Part part =
        new FinishEstimate.Part(3, Optional.empty(), false, List.of(), Optional.of(due));
    assertThat(anyTime().of(List.of(part), List.of(), 100))
        .contains(new Finish(due, "deferred mails, the last tried at " + due));
  }

  @Test
  void nothingGoesInQuietHours() {
    // Open from 8 to 22: eight hours today, two tomorrow.
    Finish finish =
        at(quiet("22:00", "08:00"))
            .of(List.of(limited(10 * 2400, FORTY_A_MINUTE)), List.of(), 0)
            .get();
    assertThat(finish.at()).isEqualTo(Instant.parse("2026-12-02T10:00:00Z"));
    assertThat(finish.by()).isEqualTo("Gmail: 40 a minute");
    // Two hours a day: most of the time nothing goes.
    Finish narrow =
        at(quiet("16:00", "14:00"))
            .of(List.of(limited(5 * 2400, FORTY_A_MINUTE)), List.of(), 0)
            .get();
    assertThat(narrow.at()).isEqualTo(Instant.parse("2026-12-03T15:00:00Z"));
    assertThat(narrow.by()).isEqualTo(FinishEstimate.HOURS);
  }

  /** On the campaign's clock it is night when the recipients' day begins. */
  @Test
  void whatWaitsForTheRecipientsOwnDayGoesByTheirClock() {
    Instant morning = Instant.parse("2026-12-01T23:00:00Z");
    assertThat(endOfThoseThatWaitFor(morning, 2400)).isEqualTo(morning.plus(Duration.ofHours(1)));
    // Their day has fourteen hours, too, also where it begins in the middle of the campaign's.
    assertThat(endOfThoseThatWaitFor(morning, 15 * 2400))
        .isEqualTo(morning.plus(Duration.ofHours(25)));
    Instant noon = Instant.parse("2026-12-02T13:00:00Z");
    assertThat(endOfThoseThatWaitFor(noon, 12 * 2400)).isEqualTo(noon.plus(Duration.ofHours(12)));
  }

  /** Where a quota begins anew at their night, the mails go in the morning. */
  @Test
  void whatWaitsForTheRecipientsOwnDayAndAQuotaOfTheDayGoesByBoth() {
    Instant morning = Instant.parse("2026-12-01T23:00:00Z");
    Instant night = Instant.parse("2026-12-03T14:00:00Z");
    Pace daily = new Known(from -> night, true, "100 a day");
    assertThat(endOfThoseThatWaitFor(morning, 200, daily))
        .isEqualTo(Instant.parse("2026-12-03T23:00:00Z"));
  }

  /** The database keeps less of an instant than the clock gives. */
  @Test
  void whatIsHeldByNothingIsNotDecidedByAHold() {
    Pace cut = new Known(from -> from.minusNanos(1), false, "Gmail: 1,000 a day");
    assertThat(anyTime().of(List.of(limited(3, cut)), List.of(), 0))
        .contains(new Finish(NOW, "Gmail: 1,000 a day"));
  }

  private static Instant endOfThoseThatWaitFor(Instant morning, long mails) {
    return endOfThoseThatWaitFor(morning, mails, FORTY_A_MINUTE);
  }

  private static Instant endOfThoseThatWaitFor(Instant morning, long mails, Pace pace) {
    FinishEstimate.Part part =
        new FinishEstimate.Part(
            mails,
            Optional.of(new Finish(morning, "quiet hours in Asia/Tokyo")),
            true,
            List.of(pace),
            Optional.empty());
    return at(quiet("22:00", "08:00")).of(List.of(part), List.of(), 0).get().at();
  }

  @Test
  void routesSideBySideShareTheMails() {
    Pace both = new Pace.SideBySide(List.of(new Pace.Steady(3, "a"), new Pace.Steady(1, "b")));
    assertThat(both.end(4000, NOW)).isEqualTo(NOW.plusSeconds(1000));
    assertThat(both.words()).isEqualTo("a, and others");
  }

  @Test
  void aPaceThatHardlyMovesEndsLate() {
    Finish finish =
        anyTime()
            .of(List.of(limited(Long.MAX_VALUE / 2, FORTY_A_MINUTE)), List.of(), 0)
            .orElseThrow();
    assertThat(finish.at()).isEqualTo(NOW.plus(Pace.LONGEST));
  }

  private static Pace warmUp(Long... mails) {
    return new Pace.WarmingUp(
        new WarmUpOutlook(1, "gmail", LocalDate.ofInstant(NOW, ZoneOffset.UTC), List.of(mails)),
        "the warm-up of route r1 to gmail");
  }

  @Test
  void aWarmUpIsFollowedDayByDay() {
    Finish finish =
        anyTime().of(List.of(limited(301, warmUp(100L, 200L, 400L))), List.of(), 10).get();
    assertThat(finish.at()).isEqualTo(Instant.parse("2026-12-03T00:00:00Z"));
    assertThat(finish.by()).isEqualTo("the warm-up of route r1 to gmail");
    // What is allowed today goes at the present rate.
    assertThat(anyTime().of(List.of(limited(100, warmUp(100L, 200L))), List.of(), 10))
        .contains(new Finish(NOW.plusSeconds(10), FinishEstimate.PRESENT_RATE));
    // Closed hours: the day's mails go when they are over.
    Finish later =
        at(quiet("22:00", "08:00"))
            .of(List.of(limited(101, warmUp(100L, 200L))), List.of(), 0)
            .get();
    assertThat(later.at()).isEqualTo(Instant.parse("2026-12-02T08:00:00Z"));
  }

  @Test
  void whatAWarmUpDoesNotTakeGoesByTheOtherRouteAtItsPace() {
    Pace.SideBySide both =
        new Pace.SideBySide(List.of(new Pace.Steady(12, "b"), warmUp(150L, 300L)));
    // 150 by the first, the other 750 by the second at 12 a second.
    assertThat(both.end(900, NOW)).isBetween(NOW.plusMillis(62_000), NOW.plusMillis(62_600));
    // The next day comes first.
    Pace.SideBySide slow =
        new Pace.SideBySide(List.of(new Pace.Steady(0.001, "b"), warmUp(150L, 300L)));
    assertThat(slow.end(400, NOW)).isEqualTo("2026-12-02T00:00:00Z");
  }

  /** Two sites with 150 each by a young server; the other 600 have to share the old one's quota. */
  @Test
  void whatSitesLeaveToOneServerSharesItsLimit() {
    Pace quota = new Pace.Steady(12, "Old: 12 a second");
    Spills.Server young =
        new Spills.Server(Optional.empty(), site -> Optional.of(warmUp(150L, 300L)));
    Spills.Server old = new Spills.Server(Optional.of(quota), site -> Optional.of(quota));
    Map<String, Long> open = Map.of("gamma", 500L, "far", 400L);
    List<Pace> spills = new Spills(List.of(young, old)).of(open, 900);
    Pace both = new Pace.SideBySide(List.of(quota, warmUp(150L, 300L)));
    Finish finish =
        anyTime().of(List.of(limited(500, both), limited(400, both)), spills, 0).orElseThrow();
    assertThat(finish.at()).isBetween(NOW.plusMillis(49_900), NOW.plusMillis(50_100));
    assertThat(finish.by()).isEqualTo("Old: 12 a second");
  }

  @Test
  void whereAServerIsFreeNothingSpills() {
    Pace quota = new Pace.Steady(12, "Old: 12 a second");
    Spills.Server free = new Spills.Server(Optional.empty(), site -> Optional.empty());
    Spills.Server old = new Spills.Server(Optional.of(quota), site -> Optional.of(quota));
    Map<String, Long> open = Map.of("gamma", 500L, "far", 400L);
    assertThat(new Spills(List.of(free, old)).of(open, 900)).isEmpty();
    assertThat(new Spills(List.of(old)).of(open, 900)).as("that is shared anyway").isEmpty();
    // Only what a warm-up limits is left to the old one.
    Spills.Server young =
        new Spills.Server(
            Optional.empty(),
            site -> site.equals("far") ? Optional.of(warmUp(40L, 300L)) : Optional.empty());
    List<Pace> spills = new Spills(List.of(young, old)).of(open, 900);
    assertThat(spills.get(0).end(900, NOW)).isEqualTo(NOW.plusSeconds(30));
  }

  @Test
  void ofSeveralLimitsOfOneRouteTheSlowestDecides() {
    Pace.Together both =
        new Pace.Together(List.of(new Pace.Steady(2, "the interval"), new Pace.Steady(5, "quota")));
    assertThat(both.end(100, NOW)).isEqualTo(NOW.plusSeconds(50));
    assertThat(both.words()).isEqualTo("the interval");
    assertThat(both.perSecond()).isEqualTo(2);
  }
}
