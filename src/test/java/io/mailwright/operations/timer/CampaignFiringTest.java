package io.mailwright.operations.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.list.ContactList;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.campaign.RetryRule;
import io.mailwright.campaign.TestCampaigns;
import io.mailwright.campaign.Tracking;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.campaign.TestDueCampaigns;
import io.mailwright.operations.notice.Notice;
import io.mailwright.operations.notice.TestNotices;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CampaignFiringTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final SettableClock clock = new SettableClock(NOON);
  private final Starts starts = new Starts();

  @ParameterizedTest
  @MethodSource(BOTH)
  void startsACampaignOnceItsTimeHasCome(Database database) {
    try (TestEntities store = prepared(database)) {
      long id = campaign(store, database, Optional.of(NOON.plusSeconds(5)), Optional.empty());
      fire(store, database);
      assertThat(starts.asked).isEmpty();
      clock.forward(Duration.ofSeconds(5));
      fire(store, database);
      assertThat(starts.asked).containsExactly(id);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void sendsACopyAtEachTimeOfTheCalendar(Database database) {
    try (TestEntities store = prepared(database)) {
      long id = campaign(store, database, Optional.empty(), Optional.of("*/10 * * * *"));
      fire(store, database);
      clock.forward(Duration.ofMinutes(10));
      fire(store, database);
      fire(store, database);
      assertThat(starts.asked).hasSize(1).doesNotContain(id);
      Campaign copy = read(store, database, starts.asked.get(0));
      assertThat(copy.name()).isEqualTo("Weekly, 2026-11-24 20:10");
      assertThat(copy.cron()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void pausesWithItsReasonWhatCannotStartAndSaysSo(Database database) {
    try (TestEntities store = prepared(database)) {
      long id = campaign(store, database, Optional.of(NOON), Optional.empty());
      starts.refuse = true;
      fire(store, database);
      fire(store, database);
      Campaign paused = read(store, database, id);
      assertThat(paused.state()).isEqualTo(CampaignState.PAUSED);
      assertThat(paused.why()).contains("could not be started at its time: the list is empty");
      assertThat(notices(database)).singleElement().satisfies(CampaignFiringTest::saysNotStarted);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void saysThatACopyCouldNotStartAndGoesOnWithTheOthers(Database database) {
    try (TestEntities store = prepared(database)) {
      long recurring = campaign(store, database, Optional.empty(), Optional.of("*/10 * * * *"));
      fire(store, database);
      clock.forward(Duration.ofMinutes(10));
      starts.refuse = true;
      fire(store, database);
      assertThat(notices(database)).singleElement().satisfies(CampaignFiringTest::saysNotStarted);
      assertThat(read(store, database, recurring).state()).isEqualTo(CampaignState.SCHEDULED);
      starts.refuse = false;
      clock.forward(Duration.ofMinutes(10));
      fire(store, database);
      assertThat(starts.asked).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void firesAtATimeThatComesBeforeTheFirstLook(Database database) {
    try (TestEntities store = prepared(database)) {
      campaign(store, database, Optional.empty(), Optional.of("*/10 * * * *"));
      clock.forward(Duration.ofMinutes(10));
      fire(store, database);
      assertThat(starts.asked).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void goesByAChangedCalendarAtOnce(Database database) {
    try (TestEntities store = prepared(database)) {
      long id = campaign(store, database, Optional.empty(), Optional.of("*/10 * * * *"));
      fire(store, database);
      change(store, database, id, Optional.of("15 * * * *"));
      clock.forward(Duration.ofMinutes(10));
      fire(store, database);
      assertThat(starts.asked).as("the old time").isEmpty();
      clock.forward(Duration.ofMinutes(5));
      fire(store, database);
      assertThat(starts.asked).as("the new time").hasSize(1);
      change(store, database, id, Optional.empty());
      clock.forward(Duration.ofHours(3));
      change(store, database, id, Optional.of("0 * * * *"));
      fire(store, database);
      assertThat(starts.asked).as("what passed without a calendar").hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void doesNotMakeUpForTimesThatPassedWhileItWasPaused(Database database) {
    try (TestEntities store = prepared(database)) {
      long id = campaign(store, database, Optional.empty(), Optional.of("*/10 * * * *"));
      fire(store, database);
      move(store, database, id, CampaignState.SCHEDULED, CampaignState.PAUSED);
      clock.forward(Duration.ofMinutes(25));
      move(store, database, id, CampaignState.PAUSED, CampaignState.SCHEDULED);
      fire(store, database);
      assertThat(starts.asked).isEmpty();
      clock.forward(Duration.ofMinutes(5));
      fire(store, database);
      assertThat(starts.asked).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void saysThatAStartFailedThoughItsStateHasMoved(Database database) {
    try (TestEntities store = prepared(database)) {
      long id = campaign(store, database, Optional.of(NOON), Optional.empty());
      starts.refuse = true;
      starts.before =
          any -> {
            move(store, database, id, CampaignState.SCHEDULED, CampaignState.PREPARING);
            move(store, database, id, CampaignState.PREPARING, CampaignState.INTERRUPTED);
          };
      fire(store, database);
      assertThat(notices(database)).singleElement().satisfies(CampaignFiringTest::saysNotStarted);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void startsTheLastOfMoreThanAThousand(Database database) {
    try (TestEntities store = prepared(database)) {
      Instant later = NOON.plusSeconds(500);
      long first = campaign(store, database, Optional.of(later), Optional.empty());
      long last = first + 1000;
      copies(database, first, 1000);
      database.change(
          connection -> {
            try (PreparedStatement update =
                connection.prepareStatement("UPDATE campaign SET start_at = ? WHERE id = ?")) {
              update.setTimestamp(1, Timestamp.from(NOON));
              update.setLong(2, last);
              update.executeUpdate();
            }
          });
      fire(store, database);
      assertThat(starts.asked).containsExactly(last);
    }
  }

  /** As many like it, behind it. */
  private static void copies(Database database, long id, int count) {
    database.change(
        connection -> {
          try (PreparedStatement campaign =
              connection.prepareStatement("SELECT * FROM campaign WHERE id = ?")) {
            campaign.setLong(1, id);
            String columns = columnsButId(campaign.executeQuery().getMetaData());
            try (PreparedStatement copy =
                connection.prepareStatement(
                    "INSERT INTO campaign (id, %s) SELECT ? + id, %s FROM campaign WHERE id = ?"
                        .formatted(columns, columns))) {
              for (int i = 1; i <= count; i++) {
                copy.setLong(1, i);
                copy.setLong(2, id);
                copy.addBatch();
              }
              copy.executeBatch();
            }
          }
        });
  }

  private static String columnsButId(ResultSetMetaData row) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= row.getColumnCount(); i++) {
      String name = row.getColumnName(i);
      if (!name.equalsIgnoreCase("id")) {
        names.add(name);
      }
    }
    return String.join(", ", names);
  }

  private void move(
      TestEntities store, Database database, long id, CampaignState from, CampaignState to) {
    store.in(
        entities -> {
          assertThat(
                  TestCampaigns.of(entities, database, clock).moveState(id, Set.of(from), to, null))
              .isTrue();
          return null;
        });
  }

  private void change(TestEntities store, Database database, long id, Optional<String> cron) {
    store.in(
        entities -> {
          CampaignRepository campaigns = TestCampaigns.of(entities, database, clock);
          Campaign now = campaigns.get(id);
          campaigns.change(
              id,
              Revision.of(now.version()),
              draft(now.draft().listIds().iterator().next(), Optional.empty(), cron));
          return null;
        });
  }

  private static void saysNotStarted(Notice notice) {
    assertThat(notice.subject()).isEqualTo("Campaign “Weekly” could not be started at its time");
    assertThat(notice.body()).contains("the list is empty");
  }

  private static TestEntities prepared(Database database) {
    TestRows.insertTemplateAndPool(database);
    return new TestEntities(database);
  }

  private void fire(TestEntities store, Database database) {
    store.in(
        entities -> {
          new CampaignFiring(
                  TestCampaigns.of(entities, database, clock),
                  TestDueCampaigns.of(database, clock),
                  starts,
                  TestNotices.of(database, clock),
                  clock)
              .fireDue();
          return null;
        });
  }

  private List<Notice> notices(Database database) {
    return TestNotices.of(database, clock).latest(10, true);
  }

  private Campaign read(TestEntities store, Database database, long id) {
    return store.in(entities -> TestCampaigns.of(entities, database, clock).get(id));
  }

  private long campaign(
      TestEntities store, Database database, Optional<Instant> startAt, Optional<String> cron) {
    return store.in(
        entities ->
            TestCampaigns.of(entities, database, clock)
                .create(draft(list(entities), startAt, cron), Optional.empty())
                .id());
  }

  private static long list(EntityManager entities) {
    ContactList list = new ContactList("Readers", NOON);
    entities.persist(list);
    entities.flush();
    return list.id();
  }

  private static CampaignDraft draft(long list, Optional<Instant> startAt, Optional<String> cron) {
    return new CampaignDraft(
        "Weekly",
        Set.of(list),
        TestRows.TEMPLATE,
        new CampaignDraft.Sender(EmailAddress.of("news@example.com"), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        TestRows.POOL,
        Optional.empty(),
        Optional.empty(),
        new RetryRule(3, Duration.ofSeconds(7), Duration.ofHours(1)),
        OnAmbiguous.HOLD,
        4,
        50,
        SendPolicy.NONE,
        startAt,
        cron,
        cron.map(any -> ZoneId.of("Asia/Shanghai")),
        List.of(),
        WindowRule.ANY_TIME,
        Tracking.OFF);
  }
}
