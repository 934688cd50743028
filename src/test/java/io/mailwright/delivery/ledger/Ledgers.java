package io.mailwright.delivery.ledger;

import io.mailwright.feedback.link.TestKeys;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.testing.FixedSites;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Real ledgers for tests of other packages. */
public final class Ledgers {
  private Ledgers() {}

  /** The ledger of a database, with a campaign's snapshot of these addresses. */
  public static Ledger prepared(
      Database database, Clock clock, long campaignId, List<String> addresses) {
    return prepared(database, clock, campaignId, addresses, 1);
  }

  /** The same with lanes for so many workers. */
  public static Ledger prepared(
      Database database, Clock clock, long campaignId, List<String> addresses, int workers) {
    list(database, clock, addresses);
    Snapshot snapshot = snapshots(database, clock);
    Snapshot.Progress progress;
    do {
      progress = snapshot.nextSlice(campaignId, List.of(1L), workers);
    } while (!progress.isDone());
    return of(database, clock);
  }

  /** Stores these addresses as the first list. */
  static void list(Database database, Clock clock, List<String> addresses) {
    database.change(
        connection -> {
          Timestamp now = Timestamp.from(clock.instant());
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO contact_list (id, version, name, created_at) VALUES (1, 0, 'list', ?)")) {
            insert.setTimestamp(1, now);
            insert.executeUpdate();
          }
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO contact (list_id, email_key, email, name, created_at, updated_at) VALUES (1, ?, ?, 'Zoë', ?, ?)")) {
            for (String address : addresses) {
              insert.setString(1, address);
              insert.setString(2, address);
              insert.setTimestamp(3, now);
              insert.setTimestamp(4, now);
              insert.addBatch();
            }
            insert.executeBatch();
          }
        });
  }

  /** The snapshots of a database. */
  public static Snapshot snapshots(Database database, Clock clock) {
    return new JdbcSnapshot(database, clock, FixedSites.none());
  }

  /** The ledger of a database as it is. */
  public static Ledger of(Database database, Clock clock) {
    return new JdbcLedger(database, clock);
  }

  /** How many deliveries went by each route. */
  public static Map<Long, Long> routes(Database database) {
    return database.query(
        connection -> {
          Map<Long, Long> mails = new HashMap<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT server_id, COUNT(*) FROM delivery GROUP BY server_id");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              mails.put(row.getLong(1), row.getLong(2));
            }
          }
          return mails;
        });
  }

  /** The attempts that each delivery has had. */
  public static List<Integer> attempts(Database database) {
    return database.query(
        connection -> {
          List<Integer> attempts = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT attempts FROM delivery ORDER BY id");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              attempts.add(row.getInt(1));
            }
          }
          return attempts;
        });
  }

  /** The addresses that no campaign writes to. */
  public static List<String> suppressed(Database database) {
    return database.query(
        connection -> {
          List<String> keys = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT email_key FROM suppression ORDER BY 1");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              keys.add(row.getString(1));
            }
          }
          return keys;
        });
  }

  /** Why the rows in a state stand there. */
  public static List<String> reasons(Database database, long campaignId, DeliveryState state) {
    return database.query(
        connection -> {
          List<String> reasons = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT why FROM delivery WHERE campaign_id = ? AND state = ? ORDER BY id")) {
            select.setLong(1, campaignId);
            select.setInt(2, state.code());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                reasons.add(row.getString(1));
              }
            }
          }
          return reasons;
        });
  }

  /** The counts as people read them. */
  public static DeliveryCounts counts(Database database, long campaignId) {
    return query(database).counts(campaignId);
  }

  /** What people read of it. */
  public static DeliveryQuery query(Database database) {
    return new JdbcDeliveryQuery(database, messageIds());
  }

  /** Those of {@code TestKeys.of(1)}. */
  public static MessageIds messageIds() {
    return new MessageIds(TestKeys.of(1));
  }

  /** A ledger that does this first whenever it is asked who was suppressed meanwhile. */
  public static Ledger beforeSuppressedOf(Ledger real, Runnable first) {
    return before(
        real,
        name -> {
          if (name.equals("suppressedOf")) {
            first.run();
          }
        });
  }

  /**
   * A ledger whose n-th call of {@code settle} finds the database gone; all else is the real one.
   */
  public static Ledger failingAtSettle(Ledger real, int nth) {
    return failingAtSettle(real, nth, "08006");
  }

  /** The same with another SQLSTATE. */
  public static Ledger failingAtSettle(Ledger real, int nth, String sqlState) {
    AtomicInteger calls = new AtomicInteger();
    return before(
        real,
        name -> {
          if (name.equals("settle") && calls.incrementAndGet() == nth) {
            throw new DatabaseException(new SQLException("the database is gone", sqlState));
          }
        });
  }

  /** The real one, before whose methods this is told their name. */
  private static Ledger before(Ledger real, Consumer<String> first) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, arguments) -> {
              first.accept(method.getName());
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
