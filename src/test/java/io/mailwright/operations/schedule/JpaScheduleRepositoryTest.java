package io.mailwright.operations.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.TestEntities;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaScheduleRepositoryTest {
  private static final ScheduleDraft DAILY =
      new ScheduleDraft(
          "import-recipients",
          OptionalLong.empty(),
          Map.of("importId", "5"),
          "0 9 * * *",
          ZoneId.of("Asia/Shanghai"),
          Misfire.ASK,
          true);

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void letsOneNodeTakeATime(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      Schedule made = with(store, database, s -> s.create(DAILY));
      assertThat(made.draft()).isEqualTo(DAILY);
      Instant due = made.nextFireAt().orElseThrow();
      assertThat(due).isEqualTo(Instant.parse("2026-11-25T01:00:00Z"));
      List<Schedule> early = with(store, database, s -> s.due(due.minusMillis(1)));
      assertThat(early).isEmpty();
      Schedule read = with(store, database, s -> s.due(due)).get(0);
      Optional<Instant> next = read.calendar().nextAfter(due);
      assertThat((boolean) with(store, database, s -> s.take(read.id(), due, next))).isTrue();
      assertThat((boolean) with(store, database, s -> s.take(read.id(), due, next))).isFalse();
      List<ScheduleRun> atTake = with(store, database, s -> s.runs(read.id(), 10));
      assertThat(atTake)
          .as("what stands if the server ends now")
          .singleElement()
          .satisfies(
              left -> {
                assertThat(left.outcome()).isEqualTo(ScheduleRun.Outcome.FAILED);
                assertThat(left.dueAt()).isEqualTo(due);
                assertThat(left.detail().orElseThrow()).contains("server ended", "Jobs page");
              });
      ScheduleRun run =
          new ScheduleRun(
              read.id(),
              due,
              ScheduleRun.Outcome.STARTED,
              due.plusSeconds(1),
              OptionalLong.of(4),
              OptionalLong.empty(),
              Optional.empty());
      List<ScheduleRun> runs =
          with(
              store,
              database,
              s -> {
                s.record(run);
                s.record(run);
                return s.runs(read.id(), 10);
              });
      assertThat(runs).containsExactly(run);
      with(
          store,
          database,
          s -> {
            s.delete(read.id(), Revision.latest());
            return null;
          });
    }
  }

  @Test
  void refusesAJobThatCouldNotStart() {
    assertThatThrownBy(() -> planned("no-such-job", Map.of())).hasMessageContaining("no such job");
    assertThatThrownBy(() -> planned("send-campaign", Map.of()))
        .isInstanceOfSatisfying(
            MailwrightException.class, e -> assertThat(e.field()).contains("campaignId"));
    assertThatThrownBy(() -> planned("import-recipients", Map.of("importId", "1\nx=y")))
        .isInstanceOf(MailwrightException.class);
  }

  private static ScheduleDraft planned(String job, Map<String, String> parameters) {
    return new ScheduleDraft(
        job, OptionalLong.empty(), parameters, "0 9 * * *", ZoneId.of("UTC"), Misfire.SKIP, true);
  }

  private static <T> T with(
      TestEntities store, Database database, Function<ScheduleRepository, T> work) {
    return store.in(e -> work.apply(new JpaScheduleRepository(e, database, TestEntities.CLOCK)));
  }
}
