package io.mailwright.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.sandbox.provider.RateLimit;
import io.mailwright.sandbox.provider.SimulatedProvider;
import io.mailwright.sandbox.provider.SiteAnswer;
import io.mailwright.sandbox.provider.SiteSpec;
import io.mailwright.sandbox.provider.SiteVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedRunTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);

  private SimulatedRun run(SiteSpec.Builder spec) {
    return new SimulatedRun(new SimulatedProvider(List.of(spec.build()), clock, 1), clock);
  }

  private static SiteSpec.Builder site() {
    return SiteSpec.named("site").domain("site.example");
  }

  /** Sends at a steady rate, with some mails at once at most. */
  private static final class Steady implements SimulatedRun.Sender {
    private final Duration gap;
    private final int atOnce;
    private final long mails;
    private Instant next = NOW;
    private long sent;
    private int open;
    private int mostOpen;
    private long answered;

    Steady(double perSecond, int atOnce, long mails) {
      this.gap = Duration.ofNanos((long) (1e9 / perSecond));
      this.atOnce = atOnce;
      this.mails = mails;
    }

    @Override
    public SimulatedRun.Step next(Instant now) {
      if (sent == mails) {
        return new SimulatedRun.Step.Done();
      } else if (open == atOnce) {
        return new SimulatedRun.Step.WaitForAnswer();
      } else if (next.isAfter(now)) {
        return new SimulatedRun.Step.WaitUntil(next);
      }
      next = now.plus(gap);
      open++;
      mostOpen = Math.max(mostOpen, open);
      return new SimulatedRun.Step.Send(
          new SimulatedRun.Mail("r" + sent++ + "@site.example", "127.0.0.2"));
    }

    @Override
    public void answered(SimulatedRun.Mail mail, SiteAnswer answer, Instant now, Duration took) {
      open--;
      answered++;
    }
  }

  /** Adds to its rate while all goes well and halves it when a mail is put off. */
  private static final class Careful implements SimulatedRun.Sender {
    private double rate = 1;
    private Instant next = NOW;
    private Instant rest = NOW;
    private long sent;

    @Override
    public SimulatedRun.Step next(Instant now) {
      if (next.isAfter(now)) {
        return new SimulatedRun.Step.WaitUntil(next);
      }
      next = now.plusNanos((long) (1e9 / rate));
      return new SimulatedRun.Step.Send(
          new SimulatedRun.Mail("r" + sent++ + "@site.example", "127.0.0.2"));
    }

    @Override
    public void answered(SimulatedRun.Mail mail, SiteAnswer answer, Instant now, Duration took) {
      if (answer.isAccepted()) {
        rate += 2 / rate;
      } else if (!rest.isAfter(now)) {
        rate *= 0.7;
        rest = now.plusSeconds(1);
      }
    }
  }

  @Test
  void reportsWhatASteadySenderGets() {
    SimulatedRun run = run(site().rates(RateLimit.perSecond(50)));
    Steady sender = new Steady(80, 1000, Long.MAX_VALUE);
    run.run(sender, Duration.ofSeconds(120));
    SiteSeries site = run.at("site");
    assertThat(site.rate(10, 120)).isCloseTo(50, within(0.1));
    assertThat(site.deferredShare(10, 120)).isCloseTo(30 / 80.0, within(0.005));
    assertThat(site.settledAfter(10, 120, 45)).hasValue(0);
    assertThat(site.settledAfter(10, 120, 55)).isEmpty();
    assertThat(Duration.between(NOW, clock.instant())).isEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void tellsWhenASenderHasSettled() {
    SimulatedRun run =
        run(
            site()
                .rates(RateLimit.perSecond(50))
                .rates(Duration.ofSeconds(100), List.of(RateLimit.perSecond(20))));
    run.run(new Careful(), Duration.ofSeconds(300));
    SiteSeries site = run.at("site");
    assertThat(site.settledAfter(0, 100, 30).orElseThrow()).isBetween(5, 40);
    assertThat(site.settledAfter(100, 300, 12).orElseThrow()).isBetween(0, 20);
    assertThat(site.rate(200, 300)).isBetween(14.0, 20.1);
    assertThat(site.deferred(0, 300)).isPositive();
  }

  @Test
  void letsConnectionsAndLatencyBoundTheRate() {
    SimulatedRun run = run(site().connections(4).latency(Duration.ofMillis(100), Duration.ZERO));
    Steady sender = new Steady(1e6, 4, Long.MAX_VALUE);
    run.run(sender, Duration.ofSeconds(60));
    assertThat(run.at("site").rate(1, 60)).isCloseTo(40, within(0.5));
    assertThat(run.at("site").count(SiteVerdict.Kind.TURNED_AWAY, 0, 60)).isZero();
    run.run(new Steady(1e6, 5, 5), Duration.ofSeconds(1));
    assertThat(sender.mostOpen).isEqualTo(4);
  }

  @Test
  void reconnectsWhereASiteClosesAfterItsMails() {
    SimulatedRun run = run(site().closesAfter(10));
    Steady sender = new Steady(100, 100, 1000);
    run.run(sender, Duration.ofDays(1));
    assertThat(sender.answered).isEqualTo(1000);
    assertThat(run.at("site").accepted(0, 11)).isEqualTo(1000);
  }

  @Test
  void endsWhenTheSenderIsDone() {
    SimulatedRun run = run(site().latency(Duration.ofSeconds(2), Duration.ZERO));
    Steady sender = new Steady(10, 100, 50);
    run.run(sender, Duration.ofDays(1));
    assertThat(sender.answered).isEqualTo(50);
    assertThat(Duration.between(NOW, clock.instant())).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void runsHoursInAMoment() {
    SimulatedRun run = run(site().rates(RateLimit.perSecond(10)));
    Steady sender = new Steady(10, 100, Long.MAX_VALUE);
    run.run(sender, Duration.ofHours(6));
    assertThat(run.at("site").accepted(0, 21_600)).isEqualTo(216_000);
    assertThat(run.at("site").deferred(0, 21_600)).isZero();
  }
}
