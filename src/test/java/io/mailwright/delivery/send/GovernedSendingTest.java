package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.RateUnit;
import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.policy.FailurePolicy;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.brake.TestBrakes;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Governor;
import io.mailwright.routing.governor.Leave;
import io.mailwright.routing.governor.StandardGates;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.QuotaScope;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.quota.TestQuotas;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.share.FairShares;
import io.mailwright.routing.warmup.TestWarmUps;
import io.mailwright.routing.warmup.WarmUp;
import io.mailwright.sandbox.provider.RateLimit;
import io.mailwright.sandbox.provider.SimulatedProvider;
import io.mailwright.sandbox.provider.SiteAnswer;
import io.mailwright.sandbox.provider.SiteReplies;
import io.mailwright.sandbox.provider.SiteSpec;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.SimulatedRun;
import io.mailwright.testing.SiteSeries;
import io.mailwright.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All gates of the product, the failure policy and what learns from answers, joined as in
 * production, against a provider that allows 50 mails a second, then 20, then 50 again; in
 * simulated time. A refused try is a deferral, whenever it is tried again.
 */
class GovernedSendingTest {
  private static final Instant START = Instant.parse("2026-12-01T14:00:00Z");
  private static final int PHASE = 180;
  private static final int SETTLING = 60;
  private static final int WORKERS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Ask ASK =
      new Ask(
          new Subjects(1, 1, "news@example.com", "bounces@example.com", "site.example", 7),
          new QuotaLabels("Relay", "Relay", "site.example", "Autumn"));

  private final SettableClock clock = new SettableClock(START);

  /** Workers that always have another mail for the site. */
  private static final class Workers implements SimulatedRun.Sender {
    private final Governor governor;
    private final Lessons lessons;
    private final FailurePolicy policy = FailurePolicy.standard();
    private final PriorityQueue<Worker> free =
        new PriorityQueue<>(
            Comparator.comparing((Worker w) -> w.ready).thenComparing(w -> w.number));
    private final Map<String, Worker> busy = new HashMap<>();
    private long mails;

    private static final class Worker {
      private final int number;
      private Instant ready = START;

      Worker(int number) {
        this.number = number;
      }
    }

    Workers(Governor governor, Lessons lessons) {
      this.governor = governor;
      this.lessons = lessons;
      IntStream.range(0, WORKERS).forEach(i -> free.add(new Worker(i)));
    }

    @Override
    public SimulatedRun.Step next(Instant now) {
      while (!free.isEmpty() && !free.element().ready.isAfter(now)) {
        Worker worker = free.remove();
        Leave leave = governor.ask(ASK, Pace.Intervals.NONE, PATIENCE);
        if (leave instanceof Leave.Granted) {
          String to = "p" + mails++ + "@site.example";
          busy.put(to, worker);
          return new SimulatedRun.Step.Send(new SimulatedRun.Mail(to, "127.0.0.2"));
        }
        worker.ready = ((Leave.Held) leave).hold().until();
        free.add(worker);
      }
      return free.isEmpty()
          ? new SimulatedRun.Step.WaitForAnswer()
          : new SimulatedRun.Step.WaitUntil(free.element().ready);
    }

    @Override
    public void answered(SimulatedRun.Mail mail, SiteAnswer answer, Instant now, Duration took) {
      Worker worker = busy.remove(mail.recipient());
      lessons.learn(ASK, policy.judge(outcome((SiteAnswer.Replied) answer)), took, took);
      worker.ready = now;
      free.add(worker);
    }

    private static Outcome outcome(SiteAnswer.Replied answer) {
      SmtpReply reply = SmtpReply.of(answer.code(), answer.text());
      return answer.isAccepted()
          ? new Outcome.Accepted(reply)
          : new Outcome.Deferred(Phase.RCPT, reply);
    }
  }

  private Workers workers(Database database) {
    SiteRates rates = new SiteRates(clock);
    WarmUp warmUp = TestWarmUps.of(database, clock);
    CampaignBrakes brakes = TestBrakes.on(database, clock);
    brakes.begin(
        7, () -> new SendPolicy(false, Optional.empty(), Optional.of(Breaker.STANDARD)), Map.of());
    Lessons lessons =
        new Lessons(
            rates,
            List.of(
                (ask, outcome, reply, latency) ->
                    warmUp.observe(ask.routeId(), ask.site(), outcome),
                (ask, outcome, reply, latency) ->
                    brakes.observe(ask.campaignId(), ask.site(), outcome, reply)));
    return new Workers(
        new StandardGates(
                brakes,
                warmUp,
                rates,
                TestQuotas.of(database, clock),
                new FairShares(clock),
                Pace.alone(clock))
            .governor(),
        lessons);
  }

  static Stream<Arguments> runs() {
    return Stream.of("plain", "gmail")
        .flatMap(style -> IntStream.range(1, 4).mapToObj(seed -> Arguments.of(style, seed)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theRateSettlesWithinAMinuteAndFewMailsArePutOff(String style, int seed) {
    Database database = TestDatabases.h2();
    TestQuotas.add(database, 1, QuotaScope.SITE, "site.example", 1_000_000, RateUnit.DAY);
    SiteSpec site =
        SiteSpec.named("site")
            .domain("site.example")
            .replies(SiteReplies.styled(style))
            .rates(RateLimit.perSecond(50))
            .rates(Duration.ofSeconds(PHASE), List.of(RateLimit.perSecond(20)))
            .rates(Duration.ofSeconds(2 * PHASE), List.of(RateLimit.perSecond(50)))
            .latency(Duration.ofMillis(60), Duration.ofMillis(40))
            .build();
    SimulatedRun run = new SimulatedRun(new SimulatedProvider(List.of(site), clock, seed), clock);
    run.run(workers(database), Duration.ofSeconds(3 * PHASE));
    SiteSeries series = run.at("site");
    int[] allowed = {50, 20, 50};
    for (int phase = 0; phase < 3; phase++) {
      int from = phase * PHASE + SETTLING;
      assertThat(series.rate(from, (phase + 1) * PHASE))
          .as("mails a second in phase %s, %s", phase, series.table(from, from + 60))
          .isGreaterThanOrEqualTo(0.9 * allowed[phase]);
    }
    assertThat(series.deferredShare(0, 3 * PHASE)).isLessThan(0.02);
  }
}
