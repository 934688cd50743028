package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one person in the ledgers of all campaigns. They are found campaign by campaign, by
 * the index that makes an address unique in each. Thread-safe.
 */
@ApplicationScoped
public class PersonRows {
  private static final String ROWS =
      "FROM campaign k JOIN delivery d ON d.campaign_id = k.id AND d.email_key = ?";

  private Database database;
  private Clock clock;

  PersonRows() {}

  /** For injection and tests. */
  @Inject
  public PersonRows(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A row.
   *
   * @param state as it was read
   */
  public record Row(long id, long campaignId, int lane, DeliveryState state) {}

  /** All rows of an address. */
  public List<Row> of(String emailKey) {
    return database.query(connection -> rows(connection, emailKey));
  }

  private static List<Row> rows(Connection connection, String emailKey) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT d.id, d.campaign_id, d.lane, d.state " + ROWS + " ORDER BY d.id")) {
      select.setString(1, emailKey);
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Row(
                  row.getLong(1),
                  row.getLong(2),
                  row.getInt(3),
                  DeliveryState.ofCode(row.getInt(4))));
        }
      }
      return rows;
    }
  }

  /**
   * Cancels what is open of an address, in a transaction a campaign. What a worker has in hand is
   * left to it.
   *
   * @return how many rows
   */
  public int cancelOpen(String emailKey, String why) {
    int cancelled = 0;
    for (Row row : of(emailKey)) {
      if (row.state() == DeliveryState.PENDING || row.state() == DeliveryState.DEFERRED) {
        cancelled += database.query(connection -> cancel(connection, row, why));
      }
    }
    return cancelled;
  }

  private int cancel(Connection connection, Row row, String why) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE delivery SET state = 8, why = ?, due_at = NULL, settled_at = ? WHERE id = ? AND state = ?")) {
      update.setString(1, why);
      update.setTimestamp(2, Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS)));
      update.setLong(3, row.id());
      update.setInt(4, row.state().code());
      int rows = update.executeUpdate();
      CountDeltas counts = new CountDeltas(row.campaignId());
      counts.move(row.lane(), row.state(), DeliveryState.CANCELLED, rows);
      counts.write(connection);
      return rows;
    }
  }

  /**
   * Puts another key in the place of the address; the states and with them all counts stay. A row
   * that a worker has in hand stays as it is.
   *
   * @return how many rows
   */
  public int rename(String emailKey, String key) {
    int renamed = 0;
    for (Row row : of(emailKey)) {
      renamed +=
          database.query(
              connection -> {
                try (PreparedStatement update =
                    connection.prepareStatement(
                        "UPDATE delivery SET email_key = ? WHERE id = ? AND state <> 1")) {
                  update.setString(1, key);
                  update.setLong(2, row.id());
                  return update.executeUpdate();
                }
              });
    }
    return renamed;
  }
}
