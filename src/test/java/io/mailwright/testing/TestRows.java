package io.mailwright.testing;

import io.mailwright.kernel.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;

/** Rows that other rows point to, for tests that are not about them. */
public final class TestRows {
  /** A template's id. */
  public static final long TEMPLATE = 11;

  /** A pool's id; it has no servers. */
  public static final long POOL = 12;

  private TestRows() {}

  /** Inserts {@link #TEMPLATE} without versions and {@link #POOL}. */
  public static void insertTemplateAndPool(Database database) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                "INSERT INTO template (id, version, name, current_no, created_at)"
                    + " VALUES (11, 1, 'Template', 1, CURRENT_TIMESTAMP)");
            insert.execute(
                "INSERT INTO pool (id, version, name, created_at)"
                    + " VALUES (12, 1, 'Pool', CURRENT_TIMESTAMP)");
          }
        });
  }

  /** Inserts server 1, named Relay, into {@link #POOL}, which comes first. */
  public static void insertServer(Database database) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                """
                INSERT INTO mail_server (id, version, name, host, port, tls, tls_required, max_connections,
                                         built_in, created_at)
                VALUES (1, 1, 'Relay', 'localhost', 25, 'NONE', FALSE, 4, FALSE, CURRENT_TIMESTAMP)
                """);
            insert.execute(
                "INSERT INTO pool_server (pool_id, server_id, weight) VALUES (12, 1, 1)");
          }
        });
  }

  /**
   * Inserts a campaign that has started and sends to a list of its own, whose id is a hundred more.
   * {@link #insertTemplateAndPool} comes first.
   */
  public static void insertCampaign(Database database, long id, String from, Instant startedAt) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                """
                INSERT INTO contact_list (id, version, name, created_at)
                VALUES (%d, 1, 'List %<d', CURRENT_TIMESTAMP)
                """
                    .formatted(id + 100));
            insert.execute(
                """
                INSERT INTO campaign (id, version, name, state, template_id, pool_id, from_address, retry_attempts,
                  retry_first_millis, retry_age_millis, on_ambiguous, workers, weight, created_at, started_at)
                VALUES (%d, 1, 'Campaign %<d', 'COMPLETED', 11, 12, '%s', 5, 1000, 100000, 'HOLD', 8, 100,
                  TIMESTAMP WITH TIME ZONE '%s', TIMESTAMP WITH TIME ZONE '%3$s')
                """
                    .formatted(id, from, startedAt));
            insert.execute(
                "INSERT INTO campaign_list (campaign_id, list_id) VALUES (%d, %d)"
                    .formatted(id, id + 100));
          }
        });
  }

  /** Inserts a recipient of a campaign, in a state by its code, settled at a moment. */
  public static void insertDelivery(
      Database database, long id, long campaignId, String emailKey, int state, Instant settledAt) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                """
                INSERT INTO delivery (id, campaign_id, contact_id, email_key, lane, state, attempts, settled_at)
                VALUES (%d, %d, 1, '%s', 0, %d, 1, TIMESTAMP WITH TIME ZONE '%s')
                """
                    .formatted(id, campaignId, emailKey, state, settledAt));
          }
        });
  }

  /** Inserts a recipient in doubt, the only one of its campaign. */
  public static void insertInDoubt(
      Database database, long id, long campaignId, String emailKey, Instant settledAt) {
    insertDelivery(database, id, campaignId, emailKey, 6, settledAt);
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                """
                INSERT INTO lane_range (campaign_id, lane, first_id, last_id, pending, suppressed)
                VALUES (%d, 0, %d, %d, 1, 0)
                """
                    .formatted(campaignId, id, id));
            insert.execute(
                "INSERT INTO lane_count (campaign_id, lane, state, n) VALUES (%d, 0, 6, 1)"
                    .formatted(campaignId));
          }
        });
  }

  /** The number that a query gives in its first column. */
  public static long number(Database database, String sql) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql);
              ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }
}
