package io.mailwright.routing.warmup;

import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Days of warm-ups in the database, exact over restarts and with several nodes. Each method is a
 * short transaction of its own.
 */
@ApplicationScoped
class WarmUpStore implements WarmUpDays {
  private static final String DAY =
      """
      SELECT epoch_day, step, allowed, used, tried, deferred, failed, complaints, why FROM warm_up_day
      WHERE warm_up_id = ? AND site = ?
      """;

  private Database database;

  WarmUpStore() {}

  @Inject
  WarmUpStore(Database database) {
    this.database = database;
  }

  @Override
  public List<Plan> plans() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      """
                      SELECT id, version, route_id, site, steps, small_steps, limit_deferred, limit_failed,
                        limit_complaints, held
                      FROM warm_up ORDER BY id
                      """);
              ResultSet row = select.executeQuery()) {
            List<Plan> plans = new ArrayList<>();
            while (row.next()) {
              plans.add(
                  new Plan(
                      row.getLong(1),
                      row.getInt(2),
                      row.getLong(3),
                      row.getString(4),
                      WarmUpSteps.parse(row.getString(5)),
                      WarmUpSteps.parse(row.getString(6)),
                      new OutcomeLimits(
                          new Percent(row.getInt(7)),
                          new Percent(row.getInt(8)),
                          new Percent(row.getInt(9))),
                      row.getBoolean(10)));
            }
            return plans;
          }
        });
  }

  @Override
  public Optional<WarmUpDay> open(Plan plan, String site, LocalDate day) {
    try {
      return tryToOpen(plan, site, day);
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
      // Begun in the same moment by another node; or the plan went meanwhile.
      return find(plan.id(), site, day);
    }
  }

  private Optional<WarmUpDay> tryToOpen(Plan plan, String site, LocalDate day) {
    return database.query(
        connection -> {
          Optional<WarmUpDay> begun = read(connection, plan.id(), site, day);
          int step;
          if (begun.isEmpty()) {
            Plan.Decision decision = plan.next(before(connection, plan.id(), site, day));
            step = decision.step();
            begin(connection, plan, site, day, decision);
          } else {
            step = begun.get().step();
          }
          long allowed = plan.stepsAt(site).allowed(step);
          if (begun.isPresent() && begun.get().allowed() != allowed) {
            allow(connection, plan.id(), site, day, allowed);
          }
          return read(connection, plan.id(), site, day);
        });
  }

  private static void begin(
      Connection connection, Plan plan, String site, LocalDate day, Plan.Decision decision)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO warm_up_day
              (warm_up_id, site, epoch_day, step, allowed, used, tried, deferred, failed, complaints, why)
            VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, 0, ?)
            """)) {
      insert.setLong(1, plan.id());
      insert.setString(2, site);
      insert.setLong(3, day.toEpochDay());
      insert.setInt(4, decision.step());
      insert.setLong(5, plan.stepsAt(site).allowed(decision.step()));
      insert.setString(6, decision.why());
      insert.executeUpdate();
    }
  }

  private static void allow(
      Connection connection, long planId, String site, LocalDate day, long allowed)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE warm_up_day SET allowed = ? WHERE warm_up_id = ? AND site = ? AND epoch_day = ?
            """)) {
      update.setLong(1, allowed);
      update.setLong(2, planId);
      update.setString(3, site);
      update.setLong(4, day.toEpochDay());
      update.executeUpdate();
    }
  }

  @Override
  public long take(long planId, String site, LocalDate day, long wanted) {
    return database.query(
        connection -> {
          long left;
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT allowed - used FROM warm_up_day
                  WHERE warm_up_id = ? AND site = ? AND epoch_day = ? FOR UPDATE
                  """)) {
            select.setLong(1, planId);
            select.setString(2, site);
            select.setLong(3, day.toEpochDay());
            try (ResultSet row = select.executeQuery()) {
              left = row.next() ? row.getLong(1) : 0;
            }
          }
          long taken = Math.max(0, Math.min(left, wanted));
          if (taken > 0) {
            add(connection, planId, site, day, taken, OutcomeTally.NONE);
          }
          return taken;
        });
  }

  @Override
  public void settle(long planId, String site, LocalDate day, long unused, OutcomeTally more) {
    database.change(connection -> add(connection, planId, site, day, -unused, more));
  }

  private static void add(
      Connection connection, long planId, String site, LocalDate day, long used, OutcomeTally more)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE warm_up_day
            SET used = used + ?, tried = tried + ?, deferred = deferred + ?, failed = failed + ?,
                complaints = complaints + ?
            WHERE warm_up_id = ? AND site = ? AND epoch_day = ?
            """)) {
      update.setLong(1, used);
      update.setLong(2, more.tried());
      update.setLong(3, more.deferred());
      update.setLong(4, more.failed());
      update.setLong(5, more.complaints());
      update.setLong(6, planId);
      update.setString(7, site);
      update.setLong(8, day.toEpochDay());
      update.executeUpdate();
    }
  }

  @Override
  public Optional<WarmUpDay> find(long planId, String site, LocalDate day) {
    return database.query(connection -> read(connection, planId, site, day));
  }

  @Override
  public List<WarmUpDay> days(long planId, String site) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(DAY + " ORDER BY epoch_day")) {
            select.setLong(1, planId);
            select.setString(2, site);
            return days(select);
          }
        });
  }

  @Override
  public List<String> sites(long planId, int most) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT DISTINCT site FROM warm_up_day WHERE warm_up_id = ? ORDER BY site LIMIT ?")) {
            select.setLong(1, planId);
            select.setInt(2, most);
            List<String> sites = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                sites.add(row.getString(1));
              }
            }
            return sites;
          }
        });
  }

  private static Optional<WarmUpDay> read(
      Connection connection, long planId, String site, LocalDate day) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(DAY + " AND epoch_day = ?")) {
      select.setLong(1, planId);
      select.setString(2, site);
      select.setLong(3, day.toEpochDay());
      return days(select).stream().findFirst();
    }
  }

  private static Optional<WarmUpDay> before(
      Connection connection, long planId, String site, LocalDate day) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(DAY + " AND epoch_day < ? ORDER BY epoch_day DESC LIMIT 1")) {
      select.setLong(1, planId);
      select.setString(2, site);
      select.setLong(3, day.toEpochDay());
      return days(select).stream().findFirst();
    }
  }

  private static List<WarmUpDay> days(PreparedStatement select) throws SQLException {
    List<WarmUpDay> days = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        days.add(
            new WarmUpDay(
                LocalDate.ofEpochDay(row.getLong(1)),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                new OutcomeTally(row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8)),
                row.getString(9)));
      }
    }
    return days;
  }
}
