package io.mailwright.campaign.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowRuleTest {
  private static DayHours daily(String from, String to) {
    return DayHours.of("window.quiet[0]", List.of(), from, to);
  }

  private static WindowRule rule(List<DayHours> quiet, List<DayHours> preferred) {
    return new WindowRule(quiet, preferred, false, Optional.empty());
  }

  @Test
  void goesOverMidnightAndOverTheEndOfTheWeek() {
    DayHours sunday = DayHours.of("x", List.of("sun"), "22:00", "08:00");
    assertThat(sunday.length()).isEqualTo(600);
    WeekMinutes week = rule(List.of(), List.of(sunday)).minutes();
    assertThat(week.stretches())
        .containsExactly(new WeekMinutes.Stretch(6 * 1440 + 1320, 600, false));
    assertThat(week.isOpen(0)).isTrue();
    assertThat(week.isOpen(480)).isFalse();
  }

  @Test
  void joinsRangesThatTouchAndTakesQuietHoursOut() {
    WeekMinutes week =
        rule(
                List.of(DayHours.of("x", List.of("wed"), "12:00", "13:00")),
                List.of(daily("09:00", "12:30"), daily("12:30", "18:00")))
            .minutes();
    assertThat(week.stretches()).hasSize(8);
    assertThat(week.stretches().get(0)).isEqualTo(new WeekMinutes.Stretch(540, 540, false));
    assertThat(week.stretches().get(2))
        .isEqualTo(new WeekMinutes.Stretch(2 * 1440 + 540, 180, true));
    assertThat(week.stretches().get(3))
        .isEqualTo(new WeekMinutes.Stretch(2 * 1440 + 780, 300, false));
  }

  @ParameterizedTest
  @CsvSource({
    "9:00,25:00,to is not a time",
    "x,08:00,from is not a time",
    "24:30,08:00,from is not a time",
    "24:00,08:00,from is the end of the day",
    "09:00,09:00,to is the same as from",
    "００:00,08:00,from is not a time"
  })
  void refusesWhatIsNoRange(String from, String to, String why) {
    assertThatThrownBy(() -> DayHours.of("window.quiet[0]", List.of(), from, to))
        .hasMessageStartingWith("window.quiet[0]." + why);
  }

  @Test
  void takesAWholeDayAndRefusesAnUnknownOne() {
    assertThat(daily("00:00", "24:00").length()).isEqualTo(1440);
    assertThat(daily("18:00", "00:00").length()).isEqualTo(360);
    assertThatThrownBy(() -> DayHours.of("q", List.of("mon", "moon"), "01:00", "02:00"))
        .hasMessageStartingWith("q.days holds what is no day");
    assertThat(DayHours.of("q", List.of("Sunday", "MON"), "01:00", "02:00").dayWords())
        .containsExactly("mon", "sun");
  }

  @Test
  void refusesHoursThatNeverCome() {
    assertThatThrownBy(() -> rule(List.of(daily("00:00", "24:00")), List.of()))
        .hasMessageStartingWith("window is empty");
    assertThatThrownBy(
            () -> rule(List.of(daily("20:00", "12:00")), List.of(daily("06:00", "11:00"))))
        .hasMessageStartingWith("window is empty");
    assertThatThrownBy(
            () -> new WindowRule(List.of(), List.of(), false, Optional.of(Duration.ofMinutes(59))))
        .hasMessageStartingWith("window.bestHour.within must be");
  }

  @Test
  void isTheSameAfterItWasStored() {
    Random random = new Random(15);
    for (int round = 0; round < 500; round++) {
      WindowRule rule =
          new WindowRule(
              ranges(random, 3),
              List.of(daily("12:00", "12:01"), daily("00:00", "24:00")),
              random.nextBoolean(),
              random.nextBoolean() ? Optional.of(Duration.ofMinutes(90)) : Optional.empty());
      assertThat(WindowText.read(WindowText.of(rule))).isEqualTo(rule);
    }
    assertThat(WindowText.of(WindowRule.ANY_TIME)).isEmpty();
    assertThat(WindowText.read("")).isEqualTo(WindowRule.ANY_TIME);
  }

  private static List<DayHours> ranges(Random random, int most) {
    List<DayHours> ranges = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
      int from = random.nextInt(1440);
      ranges.add(new DayHours(days, from, 1 + (from + random.nextInt(1439)) % 1440));
    }
    return ranges;
  }

  /** The longest rule must fit its column. */
  @Test
  void fitsItsColumn() {
    List<DayHours> many = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      many.add(DayHours.of("x", List.of(), "10:%02d".formatted(i), "10:%02d".formatted(i + 1)));
    }
    assertThat(
            WindowText.of(
                new WindowRule(many.subList(1, 50), many, true, Optional.of(Duration.ofDays(7)))))
        .hasSizeLessThan(8000);
  }
}
