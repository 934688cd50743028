package io.mailwright.operations.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.list.ContactList;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.campaign.RetryRule;
import io.mailwright.campaign.TestCampaigns;
import io.mailwright.campaign.Tracking;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.TestLeases;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.notice.Notice;
import io.mailwright.operations.notice.TestNotices;
import io.mailwright.operations.schedule.Misfire;
import io.mailwright.operations.schedule.ScheduleDraft;
import io.mailwright.operations.schedule.ScheduleRun;
import io.mailwright.operations.schedule.TestSchedules;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleFiringTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant DUE = NOON.plus(Duration.ofMinutes(10));

  private final SettableClock clock = new SettableClock(NOON);
  private final Starts starts = new Starts();
  private long campaign;
  private long schedule;

  @ParameterizedTest
  @MethodSource(BOTH)
  void startsACopyAtItsTime(Database database) {
    try (TestEntities store = planned(database, Misfire.SKIP)) {
      clock.forward(Duration.ofMinutes(11));
      assertThat(runAfterFiring(store, database).outcome()).isEqualTo(ScheduleRun.Outcome.STARTED);
      assertThat(starts.asked).hasSize(1).doesNotContain(campaign);
      assertThat(notices(database)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void startsWhatIsDueThoughSomebodyHasJustChangedSomethingElse(Database database) {
    try (TestEntities store = planned(database, Misfire.SKIP)) {
      clock.forward(Duration.ofMinutes(10).plusSeconds(2));
      change(store, database, "*/10 * * * *");
      assertThat(runAfterFiring(store, database).outcome()).isEqualTo(ScheduleRun.Outcome.STARTED);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void forgetsTheTimesOfACalendarThatWasChanged(Database database) {
    try (TestEntities store = planned(database, Misfire.RUN)) {
      clock.forward(Duration.ofMinutes(10).plusSeconds(2));
      change(store, database, "30 * * * *");
      fireTwice(store, database);
      assertThat(runs(store, database)).isEmpty();
    }
  }

  private void change(TestEntities store, Database database, String cron) {
    store.in(
        entities ->
            TestSchedules.of(entities, database, clock)
                .change(
                    schedule,
                    Revision.latest(),
                    new ScheduleDraft(
                        "send-campaign",
                        OptionalLong.of(campaign),
                        Map.of(),
                        cron,
                        ZoneOffset.UTC,
                        Misfire.RUN,
                        true)));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void skipsWhatWasMissed(Database database) {
    try (TestEntities store = planned(database, Misfire.SKIP)) {
      clock.forward(Duration.ofMinutes(12));
      assertThat(runAfterFiring(store, database).outcome()).isEqualTo(ScheduleRun.Outcome.SKIPPED);
      assertThat(starts.asked).isEmpty();
      assertThat(notices(database)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void startsLateAndOnceWhatWasMissed(Database database) {
    try (TestEntities store = planned(database, Misfire.RUN)) {
      clock.forward(Duration.ofMinutes(35));
      assertThat(runAfterFiring(store, database).outcome()).isEqualTo(ScheduleRun.Outcome.STARTED);
      assertThat(starts.asked).hasSize(1).doesNotContain(campaign);
    }
  }

  /** After two days the last of 288 times is only seconds old: that one was not missed. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void skipsWhatALongStopMissedButNotTheTimeThatHasJustCome(Database database) {
    try (TestEntities store = planned(database, Misfire.SKIP)) {
      clock.forward(Duration.ofDays(2).plusSeconds(10));
      fireTwice(store, database);
      List<ScheduleRun> runs = runs(store, database);
      assertThat(runs)
          .extracting(ScheduleRun::outcome)
          .containsExactly(ScheduleRun.Outcome.STARTED, ScheduleRun.Outcome.SKIPPED);
      assertThat(runs.get(0).dueAt()).isEqualTo(NOON.plus(Duration.ofDays(2)));
      assertThat(starts.asked).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void startsWhatHasJustComeThoughItIsOldBeforeTheNextTick(Database database) {
    try (TestEntities store = planned(database, Misfire.ASK)) {
      clock.forward(Duration.ofMinutes(20).plusSeconds(58));
      fireOnce(store, database);
      clock.forward(Duration.ofSeconds(5));
      fireOnce(store, database);
      assertThat(runs(store, database))
          .extracting(ScheduleRun::outcome)
          .containsExactly(ScheduleRun.Outcome.STARTED, ScheduleRun.Outcome.ASKED);
      assertThat(starts.asked).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void startsOnceAfterALongStop(Database database) {
    try (TestEntities store = planned(database, Misfire.RUN)) {
      clock.forward(Duration.ofDays(40).plusSeconds(10));
      fireTwice(store, database);
      assertThat(runs(store, database)).hasSize(1);
      assertThat(starts.asked).hasSize(1);
      clock.forward(Duration.ofMinutes(10));
      fireTwice(store, database);
      assertThat(starts.asked).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void asksOnceAfterALongStopAndStartsWhatHasJustCome(Database database) {
    try (TestEntities store = planned(database, Misfire.ASK)) {
      clock.forward(Duration.ofDays(40).plusSeconds(10));
      fireTwice(store, database);
      assertThat(runs(store, database))
          .extracting(ScheduleRun::outcome)
          .containsExactly(ScheduleRun.Outcome.STARTED, ScheduleRun.Outcome.ASKED);
      assertThat(notices(database)).hasSize(1);
      assertThat(starts.asked).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void asksAboutWhatWasMissedWithTheCampaignAndAWayThatItsStateAllows(Database database) {
    try (TestEntities store = planned(database, Misfire.ASK)) {
      clock.forward(Duration.ofMinutes(12));
      assertThat(runAfterFiring(store, database).outcome()).isEqualTo(ScheduleRun.Outcome.ASKED);
      assertThat(starts.asked).isEmpty();
      Notice asked = notices(database).get(0);
      assertThat(asked.campaignId()).contains(campaign);
      assertThat(asked.subject()).isEqualTo("A scheduled run of campaign “Weekly” was missed");
      assertThat(asked.body())
          .isEqualTo(
              "It was due at 2026-11-24T12:10:00Z while no server was up. If it is still wanted,"
                  + " copy the campaign and start the copy.");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void saysOfWhichCampaignARunCouldNotStart(Database database) {
    try (TestEntities store = planned(database, Misfire.RUN)) {
      clock.forward(Duration.ofMinutes(12));
      starts.refuse = true;
      assertThat(runAfterFiring(store, database).outcome()).isEqualTo(ScheduleRun.Outcome.FAILED);
      Notice failed = notices(database).get(0);
      assertThat(failed.campaignId()).contains(campaign);
      assertThat(failed.subject())
          .isEqualTo("A scheduled run of campaign “Weekly” could not be started");
      assertThat(failed.body()).contains("the list is empty");
    }
  }

  /** What became of the one time that was due; two ticks, of which the second finds nothing. */
  private ScheduleRun runAfterFiring(TestEntities store, Database database) {
    fireTwice(store, database);
    List<ScheduleRun> runs = runs(store, database);
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).dueAt()).isEqualTo(DUE);
    return runs.get(0);
  }

  /** As of a mailbox whose time comes while another is read. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void waitsForAnotherRunOfTheJob(Database database) {
    try (TestEntities store = planned(database, Misfire.SKIP)) {
      Lease other = busy(database);
      clock.forward(Duration.ofMinutes(10).plusSeconds(5));
      fireTwice(store, database);
      assertThat(runs(store, database)).isEmpty();
      TestLeases.on(database, clock).release(other);
      assertThat(runAfterFiring(store, database).outcome()).isEqualTo(ScheduleRun.Outcome.STARTED);
      assertThat(notices(database)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void leavesOutATimeAtWhichAnotherRunOfTheJobIsLongAtWork(Database database) {
    try (TestEntities store = planned(database, Misfire.SKIP)) {
      busy(database);
      clock.forward(Duration.ofMinutes(12));
      assertThat(runAfterFiring(store, database))
          .satisfies(
              run -> {
                assertThat(run.outcome()).isEqualTo(ScheduleRun.Outcome.SKIPPED);
                assertThat(run.detail().orElseThrow()).contains("another run of the job");
              });
      assertThat(starts.asked).isEmpty();
      assertThat(notices(database)).isEmpty();
    }
  }

  private Lease busy(Database database) {
    return TestLeases.on(database, clock)
        .take(Lease.ofJob("send-campaign"), "other", Duration.ofHours(1), Duration.ZERO)
        .orElseThrow();
  }

  private List<ScheduleRun> runs(TestEntities store, Database database) {
    return store.in(entities -> TestSchedules.of(entities, database, clock).runs(schedule, 10));
  }

  private void fireTwice(TestEntities store, Database database) {
    fireOnce(store, database);
    fireOnce(store, database);
  }

  private void fireOnce(TestEntities store, Database database) {
    store.in(
        entities -> {
          new ScheduleFiring(
                  TestSchedules.of(entities, database, clock),
                  TestCampaigns.of(entities, database, clock),
                  starts,
                  null,
                  TestNotices.of(database, clock),
                  TestLeases.on(database, clock),
                  clock)
              .fireDue();
          return null;
        });
  }

  private List<Notice> notices(Database database) {
    return TestNotices.of(database, clock).latest(10, true);
  }

  /** A schedule that sends copies of a campaign every ten minutes. */
  private TestEntities planned(Database database, Misfire misfire) {
    TestRows.insertTemplateAndPool(database);
    TestEntities store = new TestEntities(database);
    store.in(
        entities -> {
          ContactList list = new ContactList("Readers", NOON);
          entities.persist(list);
          entities.flush();
          campaign =
              TestCampaigns.of(entities, database, clock)
                  .create(
                      new CampaignDraft(
                          "Weekly",
                          Set.of(list.id()),
                          TestRows.TEMPLATE,
                          new CampaignDraft.Sender(
                              EmailAddress.of("news@example.com"), Optional.empty()),
                          Optional.empty(),
                          Optional.empty(),
                          TestRows.POOL,
                          Optional.empty(),
                          Optional.empty(),
                          RetryRule.STANDARD,
                          OnAmbiguous.HOLD,
                          4,
                          50,
                          SendPolicy.NONE,
                          Optional.empty(),
                          Optional.empty(),
                          Optional.empty(),
                          List.of(),
                          WindowRule.ANY_TIME,
                          Tracking.OFF))
                  .id();
          return null;
        });
    schedule =
        store.in(
            entities ->
                TestSchedules.of(entities, database, clock)
                    .create(
                        new ScheduleDraft(
                            "send-campaign",
                            OptionalLong.of(campaign),
                            Map.of(),
                            "*/10 * * * *",
                            ZoneOffset.UTC,
                            misfire,
                            true))
                    .id());
    return store;
  }
}
