package io.mailwright.routing.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.governor.TestAsks;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestEntities;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmUpTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final long ROUTE = 2;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T00:00:10Z"));

  private WarmUp node(Database database) {
    return new WarmUp(new WarmUpStore(database), clock);
  }

  private WarmUpPlan plan(Database database, WarmUpDraft draft) {
    return with(database, plans -> plans.create(draft));
  }

  private <T> T with(Database database, Function<WarmUpRepository, T> work) {
    try (TestEntities store = new TestEntities(database)) {
      return store.in(entities -> work.apply(new JpaWarmUpRepository(entities, clock)));
    }
  }

  /** Sends as many as it may, and tells that all but these went well. */
  private static long day(WarmUp node, String site, long wanted, long deferred, long failed) {
    long sent = 0;
    while (sent < wanted && node.take(TestAsks.to(site, ROUTE)).isEmpty()) {
      node.observe(
          ROUTE,
          site,
          sent < deferred
              ? MailOutcome.DEFERRED
              : sent < deferred + failed ? MailOutcome.FAILED : MailOutcome.ACCEPTED);
      sent++;
    }
    node.settle();
    return sent;
  }

  private void nextDay() {
    clock.forward(Duration.ofDays(1));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void holdsForTheFirstMailOfACampaignThatBegins(Database database) {
    WarmUp node = node(database);
    assertThat(day(node, "gmail", 1, 0, 0)).isEqualTo(1);
    plan(database, WarmUpDraft.usual(ROUTE, Optional.empty()));
    node.renew();
    assertThat(day(node, "gmail", 2_000, 0, 0)).isEqualTo(50);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void givesBackToTheDayItWasTakenOf(Database database) {
    WarmUp node = node(database);
    plan(database, WarmUpDraft.usual(ROUTE, Optional.of("gmail")));
    long day = node.day();
    assertThat(day(node, "gmail", 40, 0, 0)).isEqualTo(40);
    nextDay();
    assertThat(day(node, "gmail", 30, 0, 0)).isEqualTo(30);
    node.giveBack(ROUTE, "gmail", day);
    assertThat(day(node, "gmail", 2_000, 0, 0)).as("of 100").isEqualTo(70);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void limitsNothingWithoutAPlan(Database database) {
    WarmUp node = node(database);
    plan(database, WarmUpDraft.usual(7, Optional.empty()));
    assertThat(day(node, "gmail", 2_000, 0, 0)).isEqualTo(2_000);
    assertThat(node.allowance(ROUTE, "gmail")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void doublesFromDayToDayAndSaysWhatHoldsAMail(Database database) {
    plan(database, WarmUpDraft.usual(ROUTE, Optional.of("gmail")));
    WarmUp node = node(database);
    for (long allowed : List.of(50, 100, 200, 400, 800)) {
      assertThat(day(node, "gmail", 10_000, 0, 0)).isEqualTo(allowed);
      nextDay();
    }
    assertThat(day(node, "yahoo", 10_000, 0, 0)).as("another site").isEqualTo(10_000);
    assertThat(node.allowance(ROUTE, "gmail"))
        .contains(new WarmUpAllowance(6, 1600, 1600, Instant.parse("2026-11-30T00:00:00Z")));
    day(node, "gmail", 10_000, 0, 0);
    Hold hold = node.take(TestAsks.to("gmail", "Gmail", ROUTE)).orElseThrow();
    assertThat(hold.scope()).isEqualTo(HoldScope.SITE_ON_ROUTE);
    assertThat(hold.until()).isEqualTo(Instant.parse("2026-11-30T00:00:00Z"));
    assertThat(hold.why())
        .isEqualTo(
            "warm-up day 6 of route r2 to Gmail (1600 a day) used until 2026-11-30T00:00:00Z");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void holdsOverALimitStepsBackFarOverItAndGrowsAgain(Database database) {
    plan(database, WarmUpDraft.usual(ROUTE, Optional.of("gmail")));
    WarmUp node = node(database);
    assertThat(day(node, "gmail", 999, 2, 1)).as("4 %% deferred, 2 %% failed").isEqualTo(50);
    nextDay();
    assertThat(day(node, "gmail", 999, 6, 0)).as("6 %% deferred").isEqualTo(100);
    nextDay();
    assertThat(day(node, "gmail", 999, 0, 7)).as("held; then 7 %% failed").isEqualTo(100);
    nextDay();
    assertThat(day(node, "gmail", 999, 0, 0)).as("stepped back").isEqualTo(50);
    nextDay();
    assertThat(day(node, "gmail", 60, 0, 0)).isEqualTo(60);
    nextDay();
    assertThat(day(node, "gmail", 20, 0, 0)).as("grown: 60 of 100 were enough").isEqualTo(20);
    nextDay();
    assertThat(day(node, "gmail", 999, 0, 0)).as("held: 20 of 200 were too few").isEqualTo(200);
    WarmUpPlan plan = with(database, plans -> plans.page(PageRequest.first(1))).items().get(0);
    assertThat(
            node.curve(plan, "gmail").stream().flatMap(d -> d.real().stream()).map(WarmUpDay::why))
        .containsExactly(
            "the first day",
            "grown: the day before went well",
            "held: 6 % of 100 mails were deferred (limit 5 %)",
            "stepped back: 7 % of 100 mails failed (limit 2 %)",
            "grown: the day before went well",
            "grown: the day before went well",
            "held: 20 of 200 mails are too few to go by");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsComplaintsThatComeLater(Database database) {
    plan(database, WarmUpDraft.usual(ROUTE, Optional.of("gmail")));
    WarmUp node = node(database);
    day(node, "gmail", 999, 0, 0);
    nextDay();
    day(node, "gmail", 999, 0, 0);
    node.observe(ROUTE, "gmail", MailOutcome.COMPLAINED);
    node.settle();
    nextDay();
    assertThat(day(node, "gmail", 999, 0, 0)).as("one complaint says nothing").isEqualTo(200);
    node.observe(ROUTE, "gmail", MailOutcome.COMPLAINED);
    node.observe(ROUTE, "gmail", MailOutcome.COMPLAINED);
    node.settle();
    nextDay();
    assertThat(day(node, "gmail", 999, 0, 0)).as("two of 200 are far over 0.1 %%").isEqualTo(100);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void isWarmAfterThirtyGoodDays(Database database) {
    WarmUpPlan plan = plan(database, WarmUpDraft.usual(ROUTE, Optional.empty()));
    WarmUpStore store = new WarmUpStore(database);
    WarmUp node = node(database);
    for (int i = 0; i < 30; i++) {
      long left = node.allowance(ROUTE, "gmail").orElseThrow().left();
      assertThat(left).isEqualTo(WarmUpSteps.BIG.allowed(i + 1));
      LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
      assertThat(store.take(plan.id(), "gmail", day, left)).isEqualTo(left);
      store.settle(plan.id(), "gmail", day, 0, new OutcomeTally(left, 0, 0, 0));
      nextDay();
    }
    assertThat(node.allowance(ROUTE, "gmail")).isEmpty();
    assertThat(day(node, "gmail", 3_000, 0, 0)).isEqualTo(3_000);
    assertThat(day(node, "example.net", 3_000, 0, 0)).as("a small site by itself").isEqualTo(20);
    nextDay();
    assertThat(day(node, "gmail", 3_000, 0, 0)).as("stays warm").isEqualTo(3_000);
    assertThat(node.sites(plan.id(), 10)).containsExactly("example.net", "gmail");
    List<CurveDay> curve = node.curve(plan, "gmail");
    assertThat(curve).hasSize(32);
    assertThat(curve.get(3).planned()).hasValue(400);
    assertThat(curve.get(3).real().orElseThrow().used()).isEqualTo(400);
    assertThat(curve.get(31).planned()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void twoNodesAndRestartsNeverExceedTheDayTogether(Database database) throws Exception {
    plan(
        database,
        new WarmUpDraft(
            ROUTE,
            Optional.of("gmail"),
            new WarmUpSteps(List.of(300L, 5_000L)),
            WarmUpSteps.SMALL,
            WarmUpDraft.USUAL_LIMITS));
    assertThat(sentByTwoNodesFourTimes(database)).isEqualTo(300);
    nextDay();
    // What the first day's mails came to was told by the nodes before they ended.
    assertThat(sentByTwoNodesFourTimes(database)).isEqualTo(5_000);
  }

  private long sentByTwoNodesFourTimes(Database database) throws InterruptedException {
    AtomicLong sent = new AtomicLong();
    for (int start = 0; start < 4; start++) {
      ExecutorService workers = Executors.newFixedThreadPool(4);
      List<WarmUp> nodes = List.of(node(database), node(database));
      int most = start < 3 ? 40 : 100_000;
      for (int i = 0; i < 4; i++) {
        WarmUp node = nodes.get(i % 2);
        workers.execute(
            () -> {
              for (int n = 0; n < most && node.take(TestAsks.to("gmail", ROUTE)).isEmpty(); n++) {
                node.observe(ROUTE, "gmail", MailOutcome.ACCEPTED);
                sent.incrementAndGet();
              }
            });
      }
      workers.shutdown();
      assertThat(workers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      nodes.forEach(WarmUp::writeAll);
    }
    return sent.get();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void givesBackWhatWasNotTried(Database database) {
    plan(database, WarmUpDraft.usual(ROUTE, Optional.of("gmail")));
    WarmUp node = node(database);
    assertThat(day(node, "gmail", 999, 0, 0)).isEqualTo(50);
    node.giveBack(ROUTE, "gmail", node.day());
    node.giveBack(ROUTE, "gmail", node.day());
    assertThat(node.allowance(ROUTE, "gmail").orElseThrow().left()).isEqualTo(2);
    node.writeAll();
    assertThat(day(node(database), "gmail", 999, 0, 0)).as("another node has them").isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesAChangeUpWithinTwoSeconds(Database database) {
    WarmUpPlan plan = plan(database, WarmUpDraft.usual(ROUTE, Optional.of("gmail")));
    WarmUp node = node(database);
    assertThat(day(node, "gmail", 999, 0, 0)).isEqualTo(50);
    WarmUpDraft more =
        new WarmUpDraft(
            ROUTE,
            Optional.of("gmail"),
            new WarmUpSteps(List.of(70L, 90L)),
            WarmUpSteps.SMALL,
            WarmUpDraft.USUAL_LIMITS);
    with(database, plans -> plans.change(plan.id(), Revision.of(1), more));
    clock.forward(Duration.ofSeconds(2));
    assertThat(day(node, "gmail", 999, 0, 0)).isEqualTo(20);
    with(database, plans -> plans.hold(plan.id(), true));
    nextDay();
    assertThat(day(node, "gmail", 999, 0, 0)).as("held by hand").isEqualTo(70);
    with(database, plans -> plans.hold(plan.id(), false));
    nextDay();
    assertThat(day(node, "gmail", 999, 0, 0)).isEqualTo(90);
    with(
        database,
        plans -> {
          plans.delete(plan.id(), Revision.latest());
          return null;
        });
    clock.forward(Duration.ofSeconds(2));
    assertThat(day(node, "gmail", 999, 0, 0)).as("no plan any more").isEqualTo(999);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void refusesASecondPlanForTheSameSite(Database database) {
    plan(database, WarmUpDraft.usual(ROUTE, Optional.empty()));
    plan(database, WarmUpDraft.usual(ROUTE, Optional.of("gmail")));
    assertThatThrownBy(() -> plan(database, WarmUpDraft.usual(ROUTE, Optional.empty())))
        .isInstanceOfSatisfying(
            MailwrightException.class, e -> assertThat(e.field()).contains("site"));
  }
}
