package io.mailwright.operations.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.delivery.send.WorkTimes;
import io.mailwright.routing.rate.LearnedRate;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.window.HourCount;
import io.mailwright.routing.window.HourOfWeek;
import io.mailwright.routing.window.SiteHours;
import io.mailwright.routing.window.SiteHoursOf;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LearnedBehaviourTest {
  private static final Instant NOW = Instant.parse("2026-12-01T10:20:00Z");
  private static final Instant TONIGHT = Instant.parse("2026-12-01T22:20:00Z");

  private final SiteRates rates = new SiteRates(new SettableClock(NOW));
  private final WorkTimes times = new WorkTimes();
  private final Map<String, SiteHours> hours = new HashMap<>();

  private LearnedBehaviour learned() {
    return new LearnedBehaviour(
        rates, times, site -> hours.getOrDefault(site, SiteHours.UNKNOWN), 8, NOW);
  }

  /** A hundred mails by eight workers, in a chunk that cost nothing more. */
  private void sent(String site, Duration each) {
    long nanos = each.multipliedBy(100).toNanos();
    times.mails(site, 1, 8, 100, nanos);
    times.chunk(8, 100, nanos, 0);
  }

  private void hour(String site, Instant at, double mails, double deferred, double millis) {
    Map<Integer, HourCount> counts = new HashMap<>();
    counts.put(
        HourOfWeek.of(at),
        new HourCount(
            mails - deferred - 10, deferred, 10, mails * millis, mails * millis * millis, 1000));
    hours.put(site, SiteHoursOf.site(site, counts));
  }

  @Test
  void theFirstCampaignEverGoesByTheDefaults() {
    LearnedBehaviour first = learned();
    assertThat(first.isMeasured("gmail", 1)).isFalse();
    assertThat(first.ownTime("gmail", 1, NOW)).isEqualTo(LearnedBehaviour.USUAL_TIME);
    assertThat(first.chunkCost()).isEqualTo(LearnedBehaviour.USUAL_COST);
    assertThat(first.deferred("gmail", 1, NOW)).isZero();
    assertThat(first.failed("gmail", NOW)).isZero();
    assertThat(first.perSecond("gmail", 1)).isEmpty();
    assertThat(first.connections("gmail", 1)).isEmpty();
  }

  @Test
  void whatWasMeasuredOfOthersIsTheBestGuessOfASite() {
    sent("yahoo", Duration.ofMillis(120));
    LearnedBehaviour learned = learned();
    assertThat(learned.ownTime("yahoo", 1, NOW)).isEqualTo(Duration.ofMillis(120));
    assertThat(learned.ownTime("gmail", 1, NOW)).isEqualTo(Duration.ofMillis(120));
    assertThat(learned.isMeasured("yahoo", 1)).isTrue();
    assertThat(learned.isMeasured("gmail", 1)).isFalse();
  }

  @Test
  void whatWasMeasuredJustNowCountsForThisHourAndTheWeeksForOthers() {
    sent("gmail", Duration.ofMillis(30));
    hour("gmail", TONIGHT, 1000, 0, 90);
    LearnedBehaviour learned = learned();
    assertThat(learned.ownTime("gmail", 1, NOW)).isEqualTo(Duration.ofMillis(30));
    assertThat(learned.ownTime("gmail", 1, TONIGHT)).isEqualTo(Duration.ofMillis(90));
    assertThat(learned.ownTime("gmail", 1, TONIGHT.plusSeconds(7200)))
        .isEqualTo(Duration.ofMillis(30));
    // After a restart nothing was measured, and the hours are all there is.
    assertThat(learned.ownTime("gmail", 2, NOW)).isEqualTo(Duration.ofMillis(90));
    assertThat(learned.isMeasured("gmail", 2)).isTrue();
  }

  @Test
  void whatAnHourDoesNotTellAllHoursTell() {
    hour("gmail", TONIGHT, 1000, 250, 50);
    LearnedBehaviour learned = learned();
    assertThat(learned.deferred("gmail", 1, NOW)).isCloseTo(0.25, within(1e-9));
    assertThat(learned.failed("gmail", NOW)).isCloseTo(0.01, within(1e-9));
    assertThat(learned.deferred("gmail", 1, TONIGHT)).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void aLearnedLimitExplainsWhatWasPutOff() {
    hour("gmail", TONIGHT, 1000, 250, 50);
    rates.recall(
        new LearnedRate(
            "gmail",
            1,
            OptionalDouble.of(20),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            NOW));
    LearnedBehaviour learned = learned();
    assertThat(learned.perSecond("gmail", 1).orElseThrow()).isCloseTo(20, within(0.1));
    assertThat(learned.deferred("gmail", 1, TONIGHT)).isZero();
    // A route that is new to the site.
    assertThat(learned.perSecond("gmail", 2).orElseThrow()).isCloseTo(20, within(0.1));
    assertThat(learned.perSecond("yahoo", 2)).isEmpty();
  }
}
