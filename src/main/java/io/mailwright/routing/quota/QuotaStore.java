package io.mailwright.routing.quota;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Quotas and their use as the database has them. Who takes permits first moves the meter's time
 * forward, and so has the meter's row to itself until the commit.
 */
@ApplicationScoped
class QuotaStore implements PermitStore {
  /** No window is longer, and a day that is an hour longer still fits. */
  private static final long LONGEST_KEPT = QuotaRule.micros(Duration.ofDays(2));

  private Database database;

  QuotaStore() {}

  @Inject
  QuotaStore(Database database) {
    this.database = database;
  }

  @Override
  public List<AppliedQuota> all() {
    return database.query(
        connection -> {
          List<AppliedQuota> all = new ArrayList<>();
          ofTheirOwn(connection, all);
          ofServers(connection, all);
          ofCampaigns(connection, all);
          return all;
        });
  }

  private static void ofTheirOwn(Connection connection, List<AppliedQuota> all)
      throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT id, scope, subject, max_mails, per_unit, reset_at, reset_zone
                FROM quota ORDER BY id
                """);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        all.add(
            AppliedQuota.ofItsOwn(
                rows.getLong(1),
                QuotaScope.valueOf(rows.getString(2)),
                rows.getString(3),
                StoredRule.rule(
                    rows.getLong(4),
                    RateUnit.valueOf(rows.getString(5)),
                    rows.getString(6),
                    rows.getString(7))));
      }
    }
  }

  /** They have no number of their own, but no two of a server have the same window. */
  private static void ofServers(Connection connection, List<AppliedQuota> all) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, quotas FROM mail_server WHERE quotas IS NOT NULL ORDER BY id");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        String id = Long.toString(rows.getLong(1));
        for (String line : rows.getString(2).lines().toList()) {
          String window = line.substring(line.indexOf(' '));
          all.add(
              new AppliedQuota(
                  "server:" + id + window, QuotaScope.SERVER, id, QuotaRule.ofText(line)));
        }
      }
    }
  }

  private static void ofCampaigns(Connection connection, List<AppliedQuota> all)
      throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT id, rate_limit, rate_per FROM campaign
                WHERE rate_limit IS NOT NULL AND state NOT IN ('COMPLETED', 'CANCELLED')
                ORDER BY id
                """);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        String id = Long.toString(rows.getLong(1));
        RateUnit per = RateUnit.valueOf(rows.getString(3));
        all.add(
            new AppliedQuota(
                "campaign:" + id,
                QuotaScope.CAMPAIGN,
                id,
                new QuotaRule(rows.getLong(2), per, Optional.empty())));
      }
    }
  }

  @Override
  public Lease lease(AppliedQuota quota, Wish wish) {
    Database.Work<Lease> work =
        connection -> {
          if (wish.purge().isPresent()) {
            purge(connection, quota, wish.purge().getAsLong());
          }
          return lease(connection, quota, wish);
        };
    try {
      return database.queryTogether(work);
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
      // Another node made the meter's row in the same moment; now it is there.
      return database.queryTogether(work);
    }
  }

  private static Lease lease(Connection connection, AppliedQuota quota, Wish wish)
      throws SQLException {
    QuotaRule rule = quota.rule();
    long at = begin(connection, quota.meter(), wish.now());
    takeBack(connection, quota.meter(), wish.unused());
    long latest = at + wish.ahead();
    long moment = latest - wish.late();
    long free = free(connection, quota, moment);
    if (free <= 0) {
      moment = new Usage(moment, usage(connection, quota, moment).uses()).freeAt(rule);
      if (moment > latest) {
        return new Lease.Exhausted(moment - wish.ahead());
      }
      free = free(connection, quota, moment);
    }
    Lease.Granted granted = rule.grant(moment, latest - moment, wish.lease(), free);
    add(connection, quota.meter(), granted.slice(), granted.until(), granted.count());
    return granted;
  }

  private static long begin(Connection connection, String meter, long now) throws SQLException {
    if (update(
            connection,
            "UPDATE quota_meter SET latest = GREATEST(latest, ?) WHERE meter = ?",
            now,
            meter)
        == 0) {
      update(connection, "INSERT INTO quota_meter (latest, meter) VALUES (?, ?)", now, meter);
    }
    return number(connection, "SELECT latest FROM quota_meter WHERE meter = ?", meter);
  }

  /** By the meter's time: another node's clock may be behind. */
  private static void purge(Connection connection, AppliedQuota quota, long longer)
      throws SQLException {
    update(
        connection,
        """
        DELETE FROM quota_use WHERE meter = ? AND until_at <=
          (SELECT latest - ? FROM quota_meter WHERE meter = ?)
        """,
        quota.meter(),
        quota.rule().longest() + longer,
        quota.meter());
  }

  private static void takeBack(Connection connection, String meter, Map<Long, Long> unused)
      throws SQLException {
    for (Map.Entry<Long, Long> some : unused.entrySet()) {
      update(
          connection,
          "UPDATE quota_use SET used = used - ? WHERE meter = ? AND slice = ?",
          some.getValue(),
          meter,
          some.getKey());
    }
  }

  /** What is left, with all that was given out as of later moments. */
  private static long free(Connection connection, AppliedQuota quota, long moment)
      throws SQLException {
    QuotaRule rule = quota.rule();
    return rule.limit()
        - number(
            connection,
            "SELECT COALESCE(SUM(used), 0) FROM quota_use WHERE meter = ? AND until_at > ?",
            quota.meter(),
            rule.countsAfter(moment));
  }

  /** Under which moment the last one of all counts that were given out. */
  private static long last(Connection connection, AppliedQuota quota) throws SQLException {
    return number(
        connection,
        "SELECT COALESCE(MAX(until_at), 0) FROM quota_use WHERE meter = ? AND used > 0",
        quota.meter());
  }

  private static void add(Connection connection, String meter, long slice, long until, long count)
      throws SQLException {
    if (update(
            connection,
            """
            UPDATE quota_use SET used = used + ?, until_at = GREATEST(until_at, ?)
            WHERE meter = ? AND slice = ?
            """,
            count,
            until,
            meter,
            slice)
        == 0) {
      update(
          connection,
          "INSERT INTO quota_use (used, until_at, meter, slice) VALUES (?, ?, ?, ?)",
          count,
          until,
          meter,
          slice);
    }
  }

  @Override
  public Block move(AppliedQuota quota, long now, Block from, long later) {
    return database.queryTogether(
        connection -> {
          long at = begin(connection, quota.meter(), now);
          // Nor may it have counted no more for one that was given out ahead.
          if (from.until() <= quota.rule().countsAfter(Math.max(at, last(connection, quota)))) {
            return Block.NONE;
          }
          // Another node's clock may be ahead of this one's.
          long until = quota.rule().stillGood(from.until(), later) + at - now;
          Block to = new Block(quota.rule().sliceOf(until), later, until, 0, 0);
          takeBack(connection, quota.meter(), Map.of(from.slice(), 1L));
          add(connection, quota.meter(), to.slice(), until, 1);
          return to;
        });
  }

  @Override
  public void giveBack(String meter, Map<Long, Long> unused) {
    database.queryTogether(
        connection -> {
          // The meter's row first, as all do who change several rows of its use: no deadlock.
          update(connection, "UPDATE quota_meter SET latest = latest WHERE meter = ?", meter);
          takeBack(connection, meter, unused);
          return null;
        });
  }

  @Override
  public Usage usage(AppliedQuota quota, long now) {
    return database.query(connection -> usage(connection, quota, now));
  }

  /** The same of several, by meter. */
  Map<String, Usage> usages(Collection<AppliedQuota> quotas, long now) {
    if (quotas.isEmpty()) {
      return Map.of();
    }
    return database.query(
        connection -> {
          Map<String, Usage> usages = new HashMap<>();
          for (AppliedQuota quota : quotas) {
            usages.put(quota.meter(), usage(connection, quota, now));
          }
          return usages;
        });
  }

  private static Usage usage(Connection connection, AppliedQuota quota, long now)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT m.latest, u.until_at, u.used FROM quota_meter m
            LEFT JOIN quota_use u ON u.meter = m.meter AND u.until_at > ? AND u.used > 0
            WHERE m.meter = ? ORDER BY u.until_at
            """)) {
      select.setLong(1, quota.rule().countsAfter(now));
      select.setString(2, quota.meter());
      try (ResultSet rows = select.executeQuery()) {
        long at = now;
        List<Usage.Use> uses = new ArrayList<>();
        while (rows.next()) {
          at = Math.max(at, rows.getLong(1));
          if (rows.getLong(3) > 0) {
            uses.add(new Usage.Use(rows.getLong(2), rows.getLong(3)));
          }
        }
        return new Usage(at, uses);
      }
    }
  }

  @Override
  public void purgeLeft(long now) {
    long last = now - LONGEST_KEPT;
    database.queryTogether(
        connection -> {
          update(connection, "DELETE FROM quota_use WHERE until_at <= ?", last);
          return update(connection, "DELETE FROM quota_meter WHERE latest <= ?", last);
        });
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      return update.executeUpdate();
    }
  }

  private static long number(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
