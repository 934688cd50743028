package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.send.SendRuns;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.brake.TestBrakes;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;

/** What watches limits, on a node that sends nothing. */
public final class TestLimitWatch {
  private TestLimitWatch() {}

  /**
   * The product's own, without campaigns' brakes.
   *
   * @param released takes the ids of campaigns whose holds are released
   */
  public static LimitWatch of(Database database, Clock clock, List<Long> released) {
    SendRuns none =
        new SendRuns(null, null, null, null, null, null, null, null, null, null, null, null);
    return new LimitWatch(
        database,
        releasing(released),
        none,
        new ResumeTimes(database, clock),
        TestBrakes.on(database, clock),
        null,
        clock);
  }

  /** A ledger that does nothing but note what it is to release. */
  private static Ledger releasing(List<Long> released) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("releaseHolds");
              released.add((Long) arguments[0]);
              return 3;
            });
  }
}
