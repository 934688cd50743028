package io.mailwright.feedback.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.feedback.event.FeedbackCounts;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.TestFeedback;
import io.mailwright.feedback.link.ReaderToken;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.SettableClock;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReaderVisitsTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant SENT = Instant.parse("2026-12-01T14:00:00Z");
  private static final String CHROME =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36";
  private static final ReaderRequest PERSON = new ReaderRequest("GET", CHROME, "", "203.0.113.77");
  private static final ReaderRequest LINK_CHECKER =
      new ReaderRequest("HEAD", CHROME, "", "203.0.113.77");

  private final SettableClock clock = new SettableClock(SENT.plusSeconds(60));

  private ReaderVisits visits(EngagementStore engagement) {
    return new ReaderVisits(engagement, TestKeys.of(1), clock);
  }

  private static ReaderToken token(long delivery, int link) {
    return new ReaderToken(7, delivery, SENT, link, true, "");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsPeopleAndMachinesUniqueAndTotal(Database database) {
    EngagementStore engagement = new JdbcEngagementStore(database);
    ReaderVisits visits = visits(engagement);
    visits.take(token(1, 0), PERSON);
    visits.take(token(1, 0), PERSON);
    visits.take(token(2, 0), LINK_CHECKER);
    visits.take(token(1, 1), PERSON);
    clock.forward(Duration.ofSeconds(10));
    visits.write();
    visits.take(token(1, 2), PERSON);
    visits.take(token(2, 0), PERSON);
    visits.take(token(2, 1), LINK_CHECKER);
    visits.write();
    assertThat(engagement.of(7).of(2)).isEqualTo(ReaderCount.NONE);
    clock.forward(Duration.ofSeconds(10));
    visits.write();
    Engagement all = engagement.of(7);
    assertThat(all.of(Engagement.SHOWN)).isEqualTo(new ReaderCount(2, 3, 1, 1));
    assertThat(all.of(Engagement.ANY_LINK)).isEqualTo(new ReaderCount(1, 2, 1, 1));
    assertThat(all.of(1)).isEqualTo(new ReaderCount(1, 1, 1, 1));
    assertThat(all.of(2)).isEqualTo(new ReaderCount(1, 1, 0, 0));
    FeedbackCounts counts = TestFeedback.on(database).counts(List.of(7L));
    assertThat(counts.of(7, FeedbackKind.OPEN)).isEqualTo(new FeedbackCounts.Count(2, 3));
    assertThat(counts.of(7, FeedbackKind.CLICK)).isEqualTo(new FeedbackCounts.Count(1, 2));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesManyLinksAtOnceForAMachineAlsoTheFirst(Database database) {
    EngagementStore engagement = new JdbcEngagementStore(database);
    ReaderVisits visits = visits(engagement);
    for (int link = 1; link <= 3; link++) {
      visits.take(token(1, link), PERSON);
      clock.forward(Duration.ofMillis(1400));
      visits.write();
    }
    visits.take(token(2, 1), PERSON);
    clock.forward(Duration.ofMillis(900));
    visits.take(token(2, 2), PERSON);
    clock.forward(Duration.ofSeconds(9));
    visits.take(token(3, 1), PERSON);
    clock.forward(Duration.ofSeconds(2));
    visits.take(token(3, 2), PERSON);
    visits.drain();
    assertThat(engagement.of(7).of(Engagement.ANY_LINK)).isEqualTo(new ReaderCount(1, 2, 2, 5));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsWhereAReaderIsOnlyCutAndHashedAndOnlyWithoutPrivacy(Database database) {
    ReaderVisits visits = visits(new JdbcEngagementStore(database));
    visits.take(token(1, 0), PERSON);
    visits.take(new ReaderToken(7, 2, SENT, 0, false, ""), PERSON);
    visits.drain();
    assertThat(readerOf(database, 1)).isEmpty();
    assertThat(readerOf(database, 2).orElseThrow()).matches("203\\.0\\.113\\.0/24 [0-9a-f]{12}");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void writesNothingOfWhoWasErasedOrWhoseCampaignWasPurged(Database database) {
    database.change(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                "INSERT INTO purged_campaign (campaign_id, kind, at) VALUES (8, 'READING', CURRENT_TIMESTAMP)");
            statement.execute(
                """
                INSERT INTO delivery (id, campaign_id, lane, contact_id, email_key, state, attempts)
                SELECT g.id, 7, 0, 1, CASE WHEN g.id = 1 THEN 'erased:00' ELSE 'bob@a.example' END, 2, 1
                FROM (SELECT 1 AS id UNION ALL SELECT 2) g
                """);
          }
        });
    EngagementStore engagement = new JdbcEngagementStore(database);
    ReaderVisits visits = visits(engagement);
    visits.take(token(1, 1), PERSON);
    visits.drain();
    assertThat(engagement.of(7).of(1))
        .as("nobody was ever erased")
        .isEqualTo(new ReaderCount(1, 1, 0, 0));

    database.change(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE erasure_gate SET erasures = 1");
          }
        });
    visits.take(token(1, 1), PERSON);
    clock.forward(Duration.ofMinutes(1));
    visits.take(token(2, 1), PERSON);
    visits.take(new ReaderToken(8, 3, SENT, 1, true, ""), PERSON);
    visits.drain();
    assertThat(engagement.of(7).of(1)).isEqualTo(new ReaderCount(2, 2, 0, 0));
    assertThat(engagement.of(8).of(1)).isEqualTo(ReaderCount.NONE);
  }

  private static Optional<String> readerOf(Database database, long delivery) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT reader FROM engagement WHERE delivery_id = ?")) {
            select.setLong(1, delivery);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return Optional.ofNullable(row.getString(1));
            }
          }
        });
  }

  /** A database that is away until it is told to be back. */
  private static final class Shaky implements EngagementStore {
    private boolean isAway = true;
    private long stored;
    private long lost;

    @Override
    public void add(List<ReaderVisit> visits) {
      if (isAway) {
        throw new IllegalStateException("away");
      }
      stored += visits.size();
    }

    @Override
    public void addLost(long campaignId, long events) {
      if (isAway) {
        throw new IllegalStateException("away");
      }
      lost += events;
    }

    @Override
    public Engagement of(long campaignId) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void keepsWhatCannotBeWrittenAndCountsWhatFindsNoPlace() {
    Shaky shaky = new Shaky();
    ReaderVisits visits = visits(shaky);
    int all = 2 * ReaderVisits.PLACES + 10;
    for (int i = 0; i < all; i++) {
      visits.take(token(i + 1, 1), PERSON);
      if (i == ReaderVisits.PLACES / 2) {
        clock.forward(Duration.ofSeconds(10));
        assertThatThrownBy(visits::write).hasMessage("away");
      }
    }
    clock.forward(Duration.ofSeconds(10));
    assertThatThrownBy(visits::write).hasMessage("away");
    shaky.isAway = false;
    visits.write();
    visits.drain();
    assertThat(shaky.stored + shaky.lost).isEqualTo(all);
    assertThat(shaky.lost).isPositive();
  }

  @Test
  void knowsMachinesByWhatTheySay() {
    assertThat(List.of("", "Mozilla/5.0", "Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5"))
        .allMatch(ReaderAgents::isMachine);
    assertThat(
            List.of(
                CHROME,
                "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
                "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
                "Microsoft Office/16.0 (Microsoft Outlook 16.0; MSOffice 16)"))
        .noneMatch(ReaderAgents::isMachine);
    assertThat(new ReaderRequest("GET", CHROME, "prefetch;prerender", "").signs())
        .isEqualTo(MachineSign.PREFETCH.bit());
    assertThat(LINK_CHECKER.signs()).isEqualTo(MachineSign.HEAD.bit());
  }

  @Test
  void takesWhoComesWithinSecondsForAMachine() {
    Shaky shaky = new Shaky();
    shaky.isAway = false;
    List<ReaderVisit> seen = new java.util.ArrayList<>();
    ReaderVisits visits =
        visits(
            new EngagementStore() {
              @Override
              public void add(List<ReaderVisit> some) {
                seen.addAll(some);
              }

              @Override
              public void addLost(long campaignId, long events) {
                throw new AssertionError();
              }

              @Override
              public Engagement of(long campaignId) {
                throw new AssertionError();
              }
            });
    clock.forward(Duration.ofSeconds(-56));
    visits.take(token(1, 1), PERSON);
    clock.forward(Duration.ofSeconds(2));
    visits.take(token(2, 1), PERSON);
    visits.take(token(0, 1), PERSON);
    visits.drain();
    assertThat(seen).extracting(ReaderVisit::isByMachine).containsExactly(true, false);
  }

  @Test
  void cutsAddressesOfBothKinds() {
    assertThat(ReaderTrace.network("203.0.113.77")).isEqualTo("203.0.113.0/24");
    assertThat(ReaderTrace.network("2001:db8:1:2::3")).isEqualTo("2001:db8:1::/48");
    assertThat(ReaderTrace.network("::1")).isEqualTo("0:0:0::/48");
    assertThat(ReaderTrace.network("fe80::1%eth0")).isEqualTo("fe80:0:0::/48");
    assertThat(ReaderTrace.network("a.b.c.d")).isEmpty();
  }
}
