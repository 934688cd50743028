package io.mailwright.routing.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotaViewTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-26T12:00:00Z"));
  private final SteadyTime time =
      new SteadyTime(clock, () -> QuotaRule.micros(clock.instant()) * 1000);
  private final SlowStore store = new SlowStore();
  private final QuotaView view = new QuotaView(store, time);

  @Test
  void isReadAgainAfterASecond() {
    view.of(QuotaRig.GMAIL);
    clock.forward(Duration.ofMillis(999));
    view.of(QuotaRig.GMAIL);
    assertThat(store.reads).isEqualTo(1);
    clock.forward(Duration.ofMillis(1));
    view.of(QuotaRig.GMAIL);
    assertThat(store.reads).isEqualTo(2);
  }

  @Test
  void isNotOldAtOnceWhereTheDatabaseAnswersSlowly() {
    store.takes = Duration.ofSeconds(4);
    for (int mail = 0; mail < 1000; mail++) {
      view.of(QuotaRig.GMAIL);
    }
    assertThat(store.reads).isEqualTo(1);
    clock.forward(Duration.ofSeconds(4));
    view.of(QuotaRig.GMAIL);
    assertThat(store.reads).isEqualTo(2);
  }

  private final class SlowStore implements PermitStore {
    private Duration takes = Duration.ZERO;
    private int reads;

    @Override
    public List<AppliedQuota> all() {
      reads++;
      clock.forward(takes);
      return List.of();
    }

    @Override
    public Lease lease(AppliedQuota quota, Wish wish) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Block move(AppliedQuota quota, long now, Block from, long later) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void giveBack(String meter, Map<Long, Long> unused) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Usage usage(AppliedQuota quota, long now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void purgeLeft(long now) {
      throw new UnsupportedOperationException();
    }
  }
}
