package io.mailwright.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.db.MVPrimaryIndex;
import org.h2.mvstore.db.MVSecondaryIndex;

/** What only the database can tell of a campaign's snapshot. */
final class LedgerProbe implements AutoCloseable {
  private final Connection connection;
  private final boolean isH2;

  /**
   * @param from when the snapshot began
   * @param to when it was complete
   */
  record Prepare(Instant from, Instant to) {
    double seconds() {
      return Duration.between(from, to).toNanos() / 1e9;
    }
  }

  LedgerProbe(Connection connection) throws SQLException {
    this.connection = connection;
    this.isH2 = connection.getMetaData().getDatabaseProductName().equals("H2");
  }

  /** Whether the campaign's rows are all there. */
  boolean isPrepared(long campaign) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT done FROM snapshot_progress WHERE campaign_id = ?")) {
      select.setLong(1, campaign);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** The last ones, latest first. */
  List<Prepare> lastPrepares(int most) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT starttime, endtime FROM step_execution
                WHERE stepname = 'prepare' ORDER BY stepexecutionid DESC LIMIT %d
                """
                    .formatted(most))) {
      List<Prepare> prepares = new ArrayList<>();
      while (row.next()) {
        prepares.add(
            new Prepare(
                row.getObject(1, OffsetDateTime.class).toInstant(),
                row.getObject(2, OffsetDateTime.class).toInstant()));
      }
      return prepares;
    }
  }

  /** Octets of the ledger: the table, and each of its indexes. */
  Map<String, Long> ledgerOctets() throws SQLException {
    return isH2 ? ledgerOctetsOfH2() : ledgerOctetsOfPostgresql();
  }

  /** Of the pages in use: the file also has those that are free, and grows in steps. */
  private Map<String, Long> ledgerOctetsOfH2() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
    Map<String, Long> octets = new TreeMap<>();
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    Database database = session.getDatabase();
    for (Index index : database.getMainSchema().getTableOrView(session, "DELIVERY").getIndexes()) {
      if (index instanceof MVPrimaryIndex rows) {
        octets.put("delivery", rows.getDiskSpaceUsed());
      } else if (index instanceof MVSecondaryIndex) {
        // Such an index says 0 when it is asked.
        MVMap<?, ?> entries = database.getStore().getMvStore().openMap("index." + index.getId());
        octets.put(
            index.getName().toLowerCase(Locale.ROOT), entries.getRootPage().getDiskSpaceUsed());
      }
    }
    return octets;
  }

  private Map<String, Long> ledgerOctetsOfPostgresql() throws SQLException {
    Map<String, Long> octets = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT 'delivery' AS name, pg_table_size('delivery') AS octets, 0 AS place
                UNION ALL
                SELECT CAST(CAST(indexrelid AS regclass) AS text), pg_total_relation_size(indexrelid), 1
                FROM pg_index WHERE indrelid = CAST('delivery' AS regclass)
                ORDER BY place, name
                """)) {
      while (rows.next()) {
        octets.put(rows.getString("name"), rows.getLong("octets"));
      }
    }
    return octets;
  }

  /**
   * A bare {@code INSERT … SELECT} of a list's rows into a table like the ledger, with its indexes,
   * on PostgreSQL.
   *
   * @return seconds
   */
  double bareInsert(long list) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // What the server does of itself some time after an import would fall into one of the two.
      statement.execute("VACUUM ANALYZE contact, delivery");
      statement.execute("CREATE TABLE bare (LIKE delivery INCLUDING ALL)");
      statement.execute("CHECKPOINT");
      double seconds = bareInsert(statement, "bare", 0, list);
      statement.execute("DROP TABLE bare");
      // Nor is the other to write out what the import and this one have left.
      statement.execute("CHECKPOINT");
      return seconds;
    }
  }

  /** Nothing but a list's rows, as a snapshot writes them. */
  void refill(long list) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM delivery");
      bareInsert(statement, "delivery", 0, list);
    }
  }

  static double bareInsert(Statement statement, String table, long campaign, long list)
      throws SQLException {
    long before = System.nanoTime();
    statement.executeUpdate(
        """
        INSERT INTO %s (campaign_id, contact_id, email_key, lane, state, attempts)
        SELECT %d, id, email_key, MOD(id, 64), 0, 0 FROM contact WHERE list_id = %d
        """
            .formatted(table, campaign, list));
    return (System.nanoTime() - before) / 1e9;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
