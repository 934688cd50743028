package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.kernel.db.Database;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;

/** What is due, for tests of other packages. */
public final class TestDueCampaigns {
  private TestDueCampaigns() {}

  /**
   * The product's own, on a test database.
   *
   * @param released takes the ids of campaigns whose holds are released
   */
  public static DueCampaigns of(Database database, Clock clock, List<Long> released) {
    return new DueCampaigns(new ResumeTimes(database, clock), releasing(released));
  }

  /** A ledger that does nothing but note what it is to release. */
  static Ledger releasing(List<Long> released) {
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
