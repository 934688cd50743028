package io.mailwright.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.TestFeedback;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestRows;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How far a campaign is at each site, and what holds it there. */
class SiteLanesQueryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final long CAMPAIGN = 7;
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(5));
  private static final String WHY = "Gmail budget of 40 a minute used until " + LATER;
  private static final FixedSites SITES =
      new FixedSites(Map.of("one.example", "host", "two.example", "host"));

  private final SettableClock clock = new SettableClock(NOW);

  private static List<String> addresses(int n, String domain) {
    return IntStream.range(0, n).mapToObj(i -> "p" + i + "@" + domain).toList();
  }

  private Map<String, SiteLanes> sites(Database database, long mostLookedAt) {
    Map<String, SiteLanes> sites = new LinkedHashMap<>();
    new JdbcSiteLanesQuery(database, SITES, clock, mostLookedAt)
        .of(CAMPAIGN)
        .forEach(site -> sites.put(site.site(), site));
    return sites;
  }

  private Settlement sent(ClaimedDelivery claim) {
    return new Settlement(
        claim.key(),
        DeliveryState.SENT,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.of(1L),
        Optional.empty(),
        NOW);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void tellsSitesApartThatShareALane(Database database) {
    List<String> all = new ArrayList<>(addresses(5, "one.example"));
    all.addAll(addresses(4, "two.example"));
    all.addAll(addresses(3, "small.example"));
    Ledger ledger = Ledgers.prepared(database, clock, CAMPAIGN, all);
    assertThat(sites(database, 12).keySet()).containsExactly("host", "small.example");

    LaneChunk chunk =
        ledger
            .claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> new ClaimLimit(20, 1 << 20))
            .orElseThrow();
    assertThat(sites(database, 12).get("host").readyAt()).isEmpty();
    List<Settlement> settled = new ArrayList<>();
    for (ClaimedDelivery claim : chunk.claims()) {
      settled.add(
          claim.emailKey().endsWith("@small.example")
              ? sent(claim)
              : Settlement.givenBack(claim, Optional.of(LATER), Optional.of(WHY), NOW));
    }
    ledger.settle(LaneReturn.of(chunk.lane()), settled);

    SiteLanes host = sites(database, 12).get("host");
    assertThat(host.counts().of(DeliveryState.PENDING)).isEqualTo(9);
    assertThat(host.readyAt()).contains(LATER);
    assertThat(host.why()).contains(WHY);
    assertThat(host.lastDueAt()).contains(LATER);
    SiteLanes small = sites(database, 12).get("small.example");
    assertThat(small.counts().of(DeliveryState.SENT)).isEqualTo(3);
    assertThat(small.readyAt()).isEmpty();
    assertThat(small.why()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void saysTheReasonThatEndsFirst(Database database) {
    Ledger ledger =
        Ledgers.prepared(database, clock, CAMPAIGN, List.of("a@one.example", "b@two.example"));
    LaneChunk chunk =
        ledger
            .claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> new ClaimLimit(20, 1 << 20))
            .orElseThrow();
    List<Settlement> settled = new ArrayList<>();
    for (ClaimedDelivery claim : chunk.claims()) {
      boolean isFirst = claim.emailKey().startsWith("a@");
      settled.add(
          Settlement.givenBack(
              claim,
              Optional.of(isFirst ? LATER : LATER.plusSeconds(60)),
              Optional.of(isFirst ? "quiet hours in Asia/Tokyo" : "quiet hours in Asia/Kolkata"),
              NOW));
    }
    ledger.settle(LaneReturn.of(chunk.lane()), settled);

    SiteLanes host = sites(database, 12).get("host");
    assertThat(host.readyAt()).contains(LATER);
    assertThat(host.why()).contains("quiet hours in Asia/Tokyo");
    assertThat(host.lastDueAt()).contains(LATER.plusSeconds(60));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void sumsUpSharedLanesThatHoldMany(Database database) {
    List<String> all = new ArrayList<>(addresses(5, "one.example"));
    all.addAll(addresses(8, "small.example"));
    Ledgers.prepared(database, clock, CAMPAIGN, all);
    Map<String, SiteLanes> sites = sites(database, 12);
    assertThat(sites.keySet()).containsExactly(SiteLanes.OTHERS);
    assertThat(sites.get(SiteLanes.OTHERS).counts().of(DeliveryState.PENDING)).isEqualTo(13);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aSiteIsHeldWhenAllItsLanesAre(Database database) {
    List<String> all = new ArrayList<>(addresses(600, "big.example"));
    all.addAll(addresses(200, "other.example"));
    Ledger ledger = Ledgers.prepared(database, clock, CAMPAIGN, all, 4);
    long lanes = sites(database, 0).values().stream().count();
    assertThat(lanes).isGreaterThan(1);
    int held = 0;
    List<LaneChunk> others = new ArrayList<>();
    for (Optional<LaneChunk> next = nothing(ledger, held); next.isPresent(); ) {
      LaneChunk chunk = next.get();
      if (chunk.lane().site().equals("big.example")) {
        if (held > 0) {
          assertThat(sites(database, 0).get("big.example").readyAt()).isEmpty();
        }
        ledger.settle(
            new LaneReturn(chunk.lane(), Optional.of(LATER.plusSeconds(held)), Optional.of(WHY)),
            List.of());
        held++;
      } else {
        others.add(chunk);
      }
      next = nothing(ledger, held + others.size());
    }
    assertThat(held).isGreaterThan(1);
    Map<String, SiteLanes> sites = sites(database, 0);
    assertThat(sites.get("big.example").readyAt()).contains(LATER);
    assertThat(sites.get("big.example").why()).contains(WHY);
    assertThat(sites.get("big.example").counts().total()).isEqualTo(600);
    assertThat(sites.get("big.example").workers()).isZero();
    assertThat(others).isNotEmpty();
    SiteLanes other = sites.get(others.get(0).lane().site());
    assertThat(other.workers()).isPositive();
    assertThat(other.readyAt()).isEmpty();

    // What is read of single recipients says the same.
    campaign(database);
    DeliveryView waits =
        Ledgers.query(database)
            .list(
                CAMPAIGN,
                new DeliveryQuery.Filter(Set.of(), Optional.of("budget of 40"), 0, 1, false))
            .get(0);
    assertThat(waits.email()).endsWith("@big.example");
    assertThat(waits.why()).contains(WHY);
    assertThat(waits.nextAttemptAt().orElseThrow()).isBetween(LATER, LATER.plusSeconds(held));

    clock.forward(Duration.ofHours(6));
    assertThat(sites(database, 0).get("big.example").readyAt()).isEmpty();
  }

  private static Optional<LaneChunk> nothing(Ledger ledger, int n) {
    return ledger.claimNext(CAMPAIGN, "w" + n, 1, 1, (lane, open) -> ClaimLimit.NOTHING);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aDeferredRecipientSaysWhatHoldsItLonger(Database database) {
    Ledger ledger = Ledgers.prepared(database, clock, CAMPAIGN, addresses(2, "one.example"));
    LaneChunk chunk =
        ledger
            .claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> new ClaimLimit(20, 1 << 20))
            .orElseThrow();
    Instant soon = NOW.plusSeconds(60);
    ledger.settle(
        new LaneReturn(chunk.lane(), Optional.of(soon), Optional.of("breaker")),
        List.of(
            Settlement.givenBack(
                chunk.claims().get(0), Optional.of(LATER), Optional.of("put off"), NOW),
            Settlement.givenBack(
                chunk.claims().get(1), Optional.of(NOW), Optional.of("greylisted"), NOW)));
    campaign(database);
    List<DeliveryView> rows = rows(database);
    assertThat(rows.get(0).why()).contains("put off");
    assertThat(rows.get(0).nextAttemptAt()).contains(LATER);
    assertThat(rows.get(1).why()).contains("breaker");
    assertThat(rows.get(1).nextAttemptAt()).contains(soon);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatIsHeldNoMoreSaysNothingUntilItIsHeldAgain(Database database) {
    heldAndReleased(database);
    assertThat(rows(database))
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row.nextAttemptAt()).contains(NOW);
              assertThat(row.why()).isEmpty();
            });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aRecipientWhoseTurnItIsSaysNotWhatHeldItBefore(Database database) {
    Ledger ledger = heldAndReleased(database);
    assertThat(claimed(ledger).claims()).hasSize(2);
    assertThat(rows(database)).hasSize(2).allSatisfy(row -> assertThat(row.why()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void listsThoseForWhichSomethingCameBack(Database database) {
    Ledgers.prepared(database, clock, CAMPAIGN, addresses(4, "one.example"));
    campaign(database);
    List<DeliveryView> all = rows(database);
    assertThat(cameBack(database, 0, 1)).as("nothing is counted").isEmpty();
    record(database, FeedbackKind.HARD_BOUNCE, all.get(0), "a");
    record(database, FeedbackKind.CLICK, all.get(2), "b");
    record(database, FeedbackKind.CLICK, all.get(2), "c");
    record(database, FeedbackKind.CLICK, all.get(3), "d");
    assertThat(cameBack(database, 0, 1)).containsExactly(all.get(0).id());
    assertThat(cameBack(database, 0, 1, 6))
        .containsExactly(all.get(0).id(), all.get(2).id(), all.get(3).id());
    assertThat(cameBack(database, all.get(2).id(), 1, 6)).containsExactly(all.get(3).id());
    assertThat(cameBack(database, 0, 3)).isEmpty();
    assertThat(
            Ledgers.query(database)
                .list(
                    CAMPAIGN,
                    new DeliveryQuery.Filter(
                        Set.of(DeliveryState.PENDING),
                        Optional.of(all.get(2).email()),
                        Set.of(6),
                        all.get(3).id(),
                        10,
                        true)))
        .extracting(DeliveryView::id)
        .containsExactly(all.get(2).id());
  }

  private static List<Long> cameBack(Database database, long after, Integer... kinds) {
    return Ledgers.query(database)
        .list(
            CAMPAIGN,
            new DeliveryQuery.Filter(Set.of(), Optional.empty(), Set.of(kinds), after, 10, false))
        .stream()
        .map(DeliveryView::id)
        .toList();
  }

  private static void record(
      Database database, FeedbackKind kind, DeliveryView row, String identity) {
    TestFeedback.on(database)
        .record(
            new FeedbackEvent(
                kind, Optional.of(CAMPAIGN), row.email(), NOW, "test", Optional.empty(), identity));
  }

  private Ledger heldAndReleased(Database database) {
    Ledger ledger = Ledgers.prepared(database, clock, CAMPAIGN, addresses(2, "one.example"));
    LaneChunk chunk = claimed(ledger);
    ledger.settle(
        LaneReturn.of(chunk.lane()),
        chunk.claims().stream()
            .map(c -> Settlement.givenBack(c, Optional.of(LATER), Optional.of(WHY), NOW))
            .toList());
    ledger.releaseHolds(CAMPAIGN);
    campaign(database);
    return ledger;
  }

  private static List<DeliveryView> rows(Database database) {
    return Ledgers.query(database)
        .list(CAMPAIGN, new DeliveryQuery.Filter(Set.of(), Optional.empty(), 0, 10, false));
  }

  private static LaneChunk claimed(Ledger ledger) {
    return ledger
        .claimNext(CAMPAIGN, "w", 1, 1, (lane, open) -> new ClaimLimit(20, 1 << 20))
        .orElseThrow();
  }

  private static void campaign(Database database) {
    TestRows.insertTemplateAndPool(database);
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                """
                INSERT INTO campaign (id, version, name, state, template_id, from_address, pool_id,
                    retry_attempts, retry_first_millis, retry_age_millis, on_ambiguous, workers, weight, created_at)
                VALUES (7, 1, 'c', 'RUNNING', 11, 'a@example.com', 12, 3, 1000, 1000, 'HOLD', 1, 1, CURRENT_TIMESTAMP)
                """);
          }
        });
  }
}
