package io.mailwright.routing.brake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mailwright.audience.list.ContactList;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.campaign.RetryRule;
import io.mailwright.campaign.TestCampaigns;
import io.mailwright.campaign.Tracking;
import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.Canary;
import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CampaignBrakesTest {
  private static final UnaryOperator<String> NAMES = site -> site.equals("gmail") ? "Gmail" : site;

  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final SendPolicy CANARY =
      new SendPolicy(false, Optional.of(Canary.STANDARD), Optional.empty());
  private static final SendPolicy BREAKER =
      new SendPolicy(false, Optional.empty(), Optional.of(Breaker.STANDARD));
  private static final Map<String, SiteTally> AUDIENCE =
      Map.of("gmail", fresh(6_000), "qq", fresh(3_000), "example.net", fresh(1_000));

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T10:00:00Z"));
  private final List<SiteHeld> told = new ArrayList<>();
  private final List<BrakeReleased> released = new ArrayList<>();

  private static SiteTally fresh(long audience) {
    return new SiteTally(audience, OutcomeTally.NONE);
  }

  private CampaignBrakes node(Database database) {
    return new CampaignBrakes(new BrakeStore(database), clock, NAMES, told::add, released::add);
  }

  private long campaign(Database database) {
    TestRows.insertTemplateAndPool(database);
    try (TestEntities store = new TestEntities(database)) {
      return store.in(
          entities -> {
            ContactList list = new ContactList("List", TestEntities.NOW);
            entities.persist(list);
            entities.flush();
            return TestCampaigns.of(entities, database, clock)
                .create(
                    new CampaignDraft(
                        "Autumn",
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
                        CANARY,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        WindowRule.ANY_TIME,
                        Tracking.OFF))
                .id();
          });
    }
  }

  /** Sends to all sites in turn until all are held; the first so many are deferred. */
  private static int fill(CampaignBrakes node, long id, int deferred) {
    int sent = 0;
    for (boolean goesOn = true; goesOn; ) {
      goesOn = false;
      for (String site : AUDIENCE.keySet()) {
        if (node.take(id, site).isEmpty()) {
          boolean isBad = sent < deferred;
          node.observe(
              id,
              site,
              isBad ? MailOutcome.DEFERRED : MailOutcome.ACCEPTED,
              isBad ? "451 4.7.1 try later" : "");
          sent++;
          goesOn = true;
        }
      }
    }
    return sent;
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void holdsNothingForACampaignWithoutEither(Database database) {
    CampaignBrakes node = node(database);
    long id = campaign(database);
    assertThat(node.take(id, "gmail")).isEmpty();
    node.begin(id, () -> SendPolicy.NONE, AUDIENCE);
    for (int i = 0; i < 1_000; i++) {
      assertThat(node.take(id, "gmail")).isEmpty();
      node.observe(id, "gmail", MailOutcome.FAILED, "550 no");
    }
    node.end(id);
    assertThat(node.canary(id)).isEmpty();
    assertThat(node.heldSites(id, BREAKER)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void theCanaryIsSpreadOverTheSitesWaitsAndLetsTheOthersGo(Database database) {
    CampaignBrakes node = node(database);
    long id = campaign(database);
    node.begin(id, () -> CANARY, AUDIENCE);
    int toGmail = 0;
    Optional<Hold> hold = node.take(id, "gmail");
    while (hold.isEmpty()) {
      toGmail++;
      hold = node.take(id, "gmail");
    }
    assertThat(toGmail).as("6,000 of 10,000, of 100").isEqualTo(60);
    assertThat(hold.get().scope()).isEqualTo(HoldScope.SITE);
    assertThat(hold.get().why())
        .isEqualTo(
            "canary: 100 of 10000 mails go first, those to Gmail are under way; asked again at"
                + " 2026-11-24T10:00:05Z");
    for (int i = 0; i < 60; i++) {
      node.observe(id, "gmail", MailOutcome.ACCEPTED, "");
    }
    assertThat(fill(node, id, 0)).as("those of the other two").isEqualTo(40);
    Hold all = node.take(id, "qq").orElseThrow();
    assertThat(all.scope()).isEqualTo(HoldScope.CAMPAIGN);
    assertThat(all.until()).isEqualTo(Instant.parse("2026-11-24T10:30:00Z"));
    assertThat(all.why())
        .isEqualTo(
            "canary: 100 of 10000 mails went first; they are looked at at 2026-11-24T10:30:00Z");
    clock.forward(Duration.ofMinutes(30));
    assertThat(node.take(id, "qq")).isEmpty();
    assertThat(node.pauseReason(id)).isEmpty();
    assertThat(node.canary(id).orElseThrow().phase()).isEqualTo(CanaryPhase.PASSED);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aBadCanaryPausesWithItsFiguresAlsoOverARestart(Database database) {
    long id = campaign(database);
    CampaignBrakes first = node(database);
    first.begin(id, () -> CANARY, AUDIENCE);
    assertThat(fill(first, id, 12)).isEqualTo(100);
    // The server is killed; the ledger has the outcomes.
    CampaignBrakes second = node(database);
    Map<String, SiteTally> ledger =
        Map.of(
            "gmail", new SiteTally(6_000, new OutcomeTally(60, 12, 0, 0)),
            "qq", new SiteTally(3_000, new OutcomeTally(30, 0, 0, 0)),
            "example.net", new SiteTally(1_000, new OutcomeTally(10, 0, 0, 0)));
    second.begin(id, () -> CANARY, ledger);
    assertThat(second.take(id, "gmail").orElseThrow().scope()).isEqualTo(HoldScope.CAMPAIGN);
    second.end(id);
    clock.forward(Duration.ofMinutes(31));
    second.begin(id, () -> CANARY, ledger);
    assertThat(second.pauseReason(id))
        .contains(
            "canary: 12 % of 100 mails were deferred (limit 10 %); the last reply: 451 4.7.1 try"
                + " later. No other mail was sent: resume to let them go all the same.");
    assertThat(second.take(id, "qq").orElseThrow().scope()).isEqualTo(HoldScope.CAMPAIGN);
    second.end(id);
    assertThat(second.letGoOn(id)).isTrue();
    assertThat(second.letGoOn(id)).isFalse();
    assertThat(released).containsExactly(new BrakeReleased(id, ""));
    second.begin(id, () -> CANARY, ledger);
    assertThat(second.take(id, "qq")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void goesOnFillingAfterACrashWithWhatTheLedgerSays(Database database) {
    long id = campaign(database);
    CampaignBrakes first = node(database);
    first.begin(id, () -> CANARY, AUDIENCE);
    for (int i = 0; i < 30; i++) {
      assertThat(first.take(id, "gmail")).isEmpty();
    }
    CampaignBrakes second = node(database);
    second.begin(
        id,
        () -> CANARY,
        Map.of(
            "gmail", new SiteTally(6_000, new OutcomeTally(25, 0, 0, 0)),
            "qq", fresh(3_000),
            "example.net", fresh(1_000)));
    assertThat(fill(second, id, 0)).isEqualTo(75);
    assertThat(second.canary(id).orElseThrow().phase()).isEqualTo(CanaryPhase.WAITING);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void doesNotWaitForEverForASiteThatTakesNothing(Database database) {
    long id = campaign(database);
    CampaignBrakes node = node(database);
    node.begin(id, () -> CANARY, AUDIENCE);
    while (node.take(id, "qq").isEmpty()) {
      node.observe(id, "qq", MailOutcome.ACCEPTED, "");
    }
    clock.forward(Duration.ofMinutes(30));
    assertThat(node.take(id, "qq").orElseThrow().scope()).isEqualTo(HoldScope.CAMPAIGN);
    clock.forward(Duration.ofMinutes(30));
    assertThat(node.take(id, "qq")).isEmpty();
  }

  /** As behind a firewall that lets a session in and the mail not through. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void refusesACanaryToWhichNoServerSaidAnything(Database database) {
    long id = campaign(database);
    CampaignBrakes node = node(database);
    node.begin(id, () -> CANARY, AUDIENCE);
    for (String site : AUDIENCE.keySet()) {
      while (node.take(id, site).isEmpty()) {
        // Its connection is lost: nobody tells an outcome.
      }
    }
    clock.forward(Duration.ofMinutes(30));
    assertThat(node.take(id, "qq").orElseThrow().scope()).isEqualTo(HoldScope.CAMPAIGN);
    clock.forward(Duration.ofMinutes(30));
    assertThat(node.take(id, "qq")).isPresent();
    assertThat(node.pauseReason(id).orElseThrow())
        .startsWith("canary: 100 % of 100 mails were deferred (limit 10 %); the last reply: none.");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void losesNoOutcomeWhenTheDatabaseIsAwayAsTheCanaryIsFull(Database database) {
    long id = campaign(database);
    AtomicBoolean isAway = new AtomicBoolean();
    BrakeStore store =
        new BrakeStore(database) {
          @Override
          public void save(long campaignId, CanaryState state) {
            if (isAway.get()) {
              throw new DatabaseException(new SQLException("away"));
            }
            super.save(campaignId, state);
          }
        };
    CampaignBrakes node = new CampaignBrakes(store, clock, NAMES, told::add, released::add);
    node.begin(id, () -> CANARY, AUDIENCE);
    for (String site : AUDIENCE.keySet()) {
      while (node.take(id, site).isEmpty()) {
        // All are under way.
      }
    }
    for (int i = 0; i < 99; i++) {
      node.observe(id, "gmail", MailOutcome.ACCEPTED, "");
    }
    isAway.set(true);
    assertThatCode(() -> node.observe(id, "gmail", MailOutcome.ACCEPTED, ""))
        .doesNotThrowAnyException();
    isAway.set(false);
    assertThat(node.take(id, "qq").orElseThrow().scope()).isEqualTo(HoldScope.CAMPAIGN);
    assertThat(node.canary(id).orElseThrow().phase()).isEqualTo(CanaryPhase.WAITING);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void tellsOfAHeldSiteLaterIfTheDatabaseIsAway(Database database) {
    long id = campaign(database);
    AtomicBoolean isAway = new AtomicBoolean(true);
    CampaignBrakes node =
        new CampaignBrakes(
            new BrakeStore(database),
            clock,
            NAMES,
            held -> {
              if (isAway.get()) {
                throw new DatabaseException(new SQLException("away"));
              }
              told.add(held);
            },
            released::add);
    node.begin(id, () -> BREAKER, AUDIENCE);
    send(node, id, 50, 50);
    assertThat(node.take(id, "gmail")).isPresent();
    node.lookForReleases();
    assertThat(told).isEmpty();
    isAway.set(false);
    node.lookForReleases();
    node.lookForReleases();
    assertThat(told).extracting(SiteHeld::site).containsExactly("gmail");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsComplaintsWhileItWaits(Database database) {
    long id = campaign(database);
    CampaignBrakes node = node(database);
    node.begin(id, () -> CANARY, AUDIENCE);
    fill(node, id, 0);
    node.observe(id, "gmail", MailOutcome.COMPLAINED, "");
    node(database).observe(id, "gmail", MailOutcome.COMPLAINED, "");
    clock.forward(Duration.ofMinutes(30));
    assertThat(node.take(id, "gmail")).isPresent();
    assertThat(node.pauseReason(id).orElseThrow())
        .startsWith("canary: 2 % of 100 mails brought complaints (limit 0.1 %)");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void theBreakerHoldsTheBadSiteOnlyAndTellsIt(Database database) {
    long id = campaign(database);
    CampaignBrakes node = node(database);
    node.begin(id, () -> BREAKER, AUDIENCE);
    send(node, id, 200, 58);
    assertThat(node.take(id, "gmail")).as("29 %% are not over 30 %%").isEmpty();
    for (int i = 0; i < 3; i++) {
      node.observe(id, "gmail", MailOutcome.DEFERRED, "421 4.7.0 slow down");
    }
    Hold hold = node.take(id, "gmail").orElseThrow();
    assertThat(hold.scope()).isEqualTo(HoldScope.SITE);
    assertThat(hold.until()).isEqualTo(Instant.parse("2026-11-24T10:15:00Z"));
    assertThat(hold.why())
        .isEqualTo(
            "breaker: 30.5 % of the last 200 mails to Gmail were deferred (limit 30 %); the last"
                + " reply: 421 4.7.0 slow down; let it go on by hand or at 2026-11-24T10:15:00Z");
    assertThat(node.take(id, "qq")).isEmpty();
    assertThat(told).containsExactly(new SiteHeld(id, "gmail", hold.why()));
  }

  /** Accepted ones first, then the deferred ones, so that the window ends with these. */
  private static void send(CampaignBrakes node, long id, int mails, int deferred) {
    for (int i = 0; i < mails; i++) {
      boolean isGood = i < mails - deferred;
      node.observe(
          id,
          "gmail",
          isGood ? MailOutcome.ACCEPTED : MailOutcome.DEFERRED,
          isGood ? "" : "421 4.7.0 slow down");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void theBreakersHoldSurvivesARestartAndGrows(Database database) {
    long id = campaign(database);
    CampaignBrakes first = node(database);
    first.begin(id, () -> BREAKER, AUDIENCE);
    send(first, id, 50, 50);
    CampaignBrakes second = node(database);
    second.begin(id, () -> BREAKER, AUDIENCE);
    assertThat(second.take(id, "gmail")).isPresent();
    assertThat(second.heldSites(id, BREAKER)).extracting(SiteState::site).containsExactly("gmail");
    assertThat(second.heldSites(id, SendPolicy.NONE)).as("the breaker was taken away").isEmpty();
    List<Long> minutes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Instant until = second.take(id, "gmail").orElseThrow().until();
      clock.forward(Duration.between(clock.instant(), until));
      assertThat(second.take(id, "gmail")).isEmpty();
      send(second, id, 49, 49);
      assertThat(second.take(id, "gmail")).as("49 are too few").isEmpty();
      send(second, id, 1, 1);
      minutes.add(
          Duration.between(clock.instant(), second.take(id, "gmail").orElseThrow().until())
              .toMinutes());
    }
    assertThat(minutes).containsExactly(30L, 60L, 120L, 240L, 240L, 240L);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsTheLastOutcomesFromRunToRun(Database database) {
    long id = campaign(database);
    CampaignBrakes node = node(database);
    for (int run = 0; run < 10; run++) {
      node.begin(id, () -> BREAKER, AUDIENCE);
      assertThat(node.take(id, "gmail")).isEmpty();
      send(node, id, 5, 5);
      node.end(id);
    }
    node.begin(id, () -> BREAKER, AUDIENCE);
    assertThat(node.take(id, "gmail").orElseThrow().why()).contains("100 % of the last 50 mails");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aPersonLetsASiteGoFromAnyNode(Database database) {
    long id = campaign(database);
    CampaignBrakes sending = node(database);
    sending.begin(id, () -> BREAKER, AUDIENCE);
    send(sending, id, 50, 50);
    assertThat(sending.take(id, "gmail")).isPresent();
    assertThat(node(database).release(id, "gmail")).isTrue();
    assertThat(node(database).release(id, "gmail")).isFalse();
    assertThat(released).containsExactly(new BrakeReleased(id, "gmail"));
    sending.lookForReleases();
    assertThat(released)
        .as("what waits for the site on the node that sends is woken too")
        .containsExactly(new BrakeReleased(id, "gmail"), new BrakeReleased(id, "gmail"));
    sending.lookForReleases();
    assertThat(released).hasSize(2);
    assertThat(sending.take(id, "gmail")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whoLetsTheOthersGoFromAnotherNodeIsNotOverruledByABadCanary(Database database) {
    long id = campaign(database);
    CampaignBrakes sending = node(database);
    sending.begin(id, () -> CANARY, AUDIENCE);
    fill(sending, id, 50);
    sending.lookForReleases();
    assertThat(released).isEmpty();
    assertThat(node(database).letGoOn(id)).isTrue();
    sending.lookForReleases();
    assertThat(released).containsExactly(new BrakeReleased(id, ""), new BrakeReleased(id, ""));
    clock.forward(Duration.ofMinutes(31));
    assertThat(sending.take(id, "gmail")).isEmpty();
    assertThat(sending.pauseReason(id)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aShortWaitDoesNotEndTheFillingOfTheCanary(Database database) {
    long id = campaign(database);
    SendPolicy hasty =
        new SendPolicy(
            false,
            Optional.of(
                new Canary(
                    Canary.STANDARD.percent(),
                    20,
                    Duration.ofSeconds(1),
                    Canary.STANDARD.limits())),
            Optional.empty());
    CampaignBrakes node = node(database);
    node.begin(id, () -> hasty, AUDIENCE);
    while (node.take(id, "qq").isEmpty()) {
      node.observe(id, "qq", MailOutcome.ACCEPTED, "");
    }
    clock.forward(Duration.ofSeconds(20));
    assertThat(node.take(id, "qq").orElseThrow().scope()).isEqualTo(HoldScope.SITE);
    assertThat(fill(node, id, 0)).isEqualTo(70);
    assertThat(node.canary(id).orElseThrow().lookAt())
        .isEqualTo(clock.instant().plus(Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void namesTheLastBadReplyAlsoIfAGoodOneWasOneTooMany(Database database) {
    long id = campaign(database);
    CampaignBrakes node = node(database);
    node.begin(id, () -> BREAKER, AUDIENCE);
    for (int i = 0; i < 40; i++) {
      node.observe(id, "gmail", MailOutcome.DEFERRED, "452 4.2.2 full " + i);
    }
    node.end(id);
    CampaignBrakes next = node(database);
    next.begin(id, () -> BREAKER, AUDIENCE);
    for (int i = 0; i < 10; i++) {
      next.observe(id, "gmail", MailOutcome.ACCEPTED, "");
    }
    assertThat(next.take(id, "gmail").orElseThrow().why())
        .contains("80 % of the last 50 mails")
        .contains("the last reply: 452 4.2.2 full 39;");
    assertThat(next.release(id, "gmail")).isTrue();
    next.end(id);
    CampaignBrakes last = node(database);
    last.begin(id, () -> BREAKER, AUDIENCE);
    for (int i = 0; i < 25; i++) {
      last.observe(id, "gmail", MailOutcome.COMPLAINED, "");
      last.observe(id, "gmail", MailOutcome.ACCEPTED, "");
      last.observe(id, "gmail", MailOutcome.ACCEPTED, "");
    }
    assertThat(last.take(id, "gmail").orElseThrow().why())
        .as("what held it before is no reply")
        .contains("the last reply: none;");
  }
}
