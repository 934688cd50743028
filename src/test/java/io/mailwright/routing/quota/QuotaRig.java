package io.mailwright.routing.quota;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestEntities;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Nodes on one database, in simulated time. */
final class QuotaRig implements AutoCloseable {
  static final QuotaLabels LABELS = new QuotaLabels("relay1", "r2", "Gmail", "Winter");
  static final Subjects GMAIL = subjects("gmail", 7);

  final SettableClock clock;
  final Grants grants = new Grants();
  private final KeptConnections connections;
  private final Database database;
  private final TestEntities entities;

  QuotaRig(Database database, String begin) {
    this.connections = new KeptConnections(database.dataSource());
    this.database = new Database(connections.dataSource(), database.dialect());
    this.clock = new SettableClock(Instant.parse(begin));
    this.entities = new TestEntities(this.database);
    // Tests with several arguments share a database.
    sql("DELETE FROM quota");
    sql("DELETE FROM quota_use");
    sql("DELETE FROM quota_meter");
  }

  static Subjects subjects(String site, long campaignId) {
    return new Subjects(3, 4, "News@Example.com", "bounce@b.example.net", site, campaignId);
  }

  static QuotaRule rolling(long limit, RateUnit per) {
    return new QuotaRule(limit, per, Optional.empty());
  }

  static QuotaRule daily(long limit, String at, String zone) {
    return new QuotaRule(
        limit, RateUnit.DAY, Optional.of(new DailyReset(LocalTime.parse(at), ZoneId.of(zone))));
  }

  /** A node that just started. */
  Quotas node() {
    return node(() -> QuotaRule.micros(clock.instant()) * 1000);
  }

  QuotaGauges gauges() {
    return new QuotaGauges(
        new QuotaStore(database),
        new SteadyTime(clock, () -> QuotaRule.micros(clock.instant()) * 1000));
  }

  Quotas node(LongSupplier nanos) {
    SteadyTime time = new SteadyTime(clock, nanos);
    QuotaStore store = new QuotaStore(database);
    return new Quotas(new QuotaView(store, time), store, time);
  }

  Quota site(QuotaRule rule) {
    return quota(QuotaScope.SITE, "gmail", rule);
  }

  Quota quota(QuotaScope scope, String subject, QuotaRule rule) {
    return in(quotas -> quotas.create(new QuotaDraft(scope, subject, rule)));
  }

  void change(Quota quota, QuotaRule rule) {
    in(quotas -> quotas.change(quota.id(), Revision.latest(), rule));
  }

  <T> T in(Function<QuotaRepository, T> work) {
    return entities.in(e -> work.apply(new JpaQuotaRepository(e, clock)));
  }

  final void sql(String statement) {
    database.change(
        connection -> {
          try (var update = connection.prepareStatement(statement)) {
            update.executeUpdate();
          }
        });
  }

  /** Lets mails go until there is no leave, at most so many; tells how many went. */
  int send(Quotas node, int most) {
    return send(node, GMAIL, most);
  }

  int send(Quotas node, Subjects subjects, int most) {
    for (int sent = 0; sent < most; sent++) {
      if (node.take(subjects, LABELS) instanceof QuotaAnswer.Refused) {
        return sent;
      }
      grants.add(clock.instant());
    }
    return most;
  }

  /** Lets nodes send in turn, so many a tick each, for a time. */
  void run(Duration time, Duration tick, int eachTick, Quotas... nodes) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      for (Quotas node : nodes) {
        send(node, eachTick);
      }
      clock.forward(tick);
    }
  }

  QuotaAnswer.Refused refusal(Quotas node) {
    return (QuotaAnswer.Refused) node.take(GMAIL, LABELS);
  }

  @Override
  public void close() throws Exception {
    entities.close();
    connections.close();
  }
}
