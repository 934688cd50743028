package io.mailwright.routing.quota;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import java.sql.PreparedStatement;
import java.time.Clock;

/** Quotas for tests of other packages. */
public final class TestQuotas {
  private TestQuotas() {}

  /** A node's quotas, by the clock. */
  public static Quotas of(Database database, Clock clock) {
    SteadyTime time = new SteadyTime(clock, () -> QuotaRule.micros(clock.instant()) * 1000);
    QuotaStore store = new QuotaStore(database);
    return new Quotas(new QuotaView(store, time), store, time);
  }

  /** Keeps a rolling quota. */
  public static void add(
      Database database, long id, QuotaScope scope, String subject, long limit, RateUnit per) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO quota
                    (id, version, scope, subject, max_mails, per_unit, reset_at, reset_zone, created_at)
                  VALUES (?, 1, ?, ?, ?, ?, '', '', CURRENT_TIMESTAMP)
                  """)) {
            insert.setLong(1, id);
            insert.setString(2, scope.name());
            insert.setString(3, subject);
            insert.setLong(4, limit);
            insert.setString(5, per.name());
            insert.executeUpdate();
          }
        });
  }
}
