package io.mailwright.operations.person;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.delivery.ledger.PersonRows;
import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records whose key is a person's address, apart from the ledger's. */
@ApplicationScoped
class PersonTraces {
  /** A row of these mails that says more than what was first done and when. */
  private static final String TELLS_MORE =
      """
      delivery_id = ANY(?)
        AND (link > 0 OR reader IS NOT NULL OR signs <> 0 OR human > 1 OR machine > 1 OR last_at > first_at)
      """;

  private Database database;
  private ErasedPeople erased;

  PersonTraces() {}

  @Inject
  PersonTraces(Database database, ErasedPeople erased) {
    this.database = database;
    this.erased = erased;
  }

  int contacts(String emailKey) {
    return change("DELETE FROM contact WHERE email_key = ?", emailKey);
  }

  int importRows(String emailKey) {
    return change("DELETE FROM import_row WHERE email_key = ?", emailKey);
  }

  /**
   * Deletes what was opened and clicked of these mails, but that and when it was first done, which
   * reports are counted from; how many did stays.
   *
   * @return how many records told more
   */
  int readers(List<PersonRows.Row> mails) {
    return change(
            """
            UPDATE engagement SET reader = NULL, signs = 0, human = LEAST(human, 1), machine = LEAST(machine, 1), last_at = first_at
            WHERE link <= 0 AND\s"""
                + TELLS_MORE,
            mails)
        + change("DELETE FROM engagement WHERE link > 0 AND " + TELLS_MORE, mails);
  }

  private int change(String sql, List<PersonRows.Row> mails) {
    return database.query(
        connection -> {
          try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setArray(1, ids(connection, mails));
            return change.executeUpdate();
          }
        });
  }

  /** How many records that is. */
  long countReaders(List<PersonRows.Row> mails) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT COUNT(*) FROM engagement WHERE " + TELLS_MORE)) {
            select.setArray(1, ids(connection, mails));
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  private static Array ids(Connection connection, List<PersonRows.Row> mails) throws SQLException {
    return connection.createArrayOf(
        "BIGINT", mails.stream().map(PersonRows.Row::id).toArray(Long[]::new));
  }

  /** Those of the address itself; that of its mark stays. */
  int suppressions(String emailKey) {
    return change("DELETE FROM suppression WHERE email_key = ?", emailKey);
  }

  private int change(String sql, String emailKey) {
    return database.query(
        connection -> {
          try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setString(1, emailKey);
            return change.executeUpdate();
          }
        });
  }

  /** The identity may be a hash of the address, which could be tried: a keyed one is as good. */
  int events(String emailKey, String mark) {
    return database.query(
        connection -> {
          Map<Long, String> identities = identities(connection, emailKey);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE feedback_event SET email_key = ?, detail = NULL, identity = ? WHERE id = ?")) {
            for (Map.Entry<Long, String> event : identities.entrySet()) {
              update.setString(1, mark);
              update.setString(2, erased.markOf(event.getValue()));
              update.setLong(3, event.getKey());
              update.executeUpdate();
            }
          }
          return identities.size();
        });
  }

  private static Map<Long, String> identities(Connection connection, String emailKey)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, identity FROM feedback_event WHERE email_key = ? ORDER BY id")) {
      select.setString(1, emailKey);
      Map<Long, String> identities = new LinkedHashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          identities.put(row.getLong(1), row.getString(2));
        }
      }
      return identities;
    }
  }

  /** Whether a campaign is writing its audience down, which may have read the contact before. */
  boolean isAnyCampaignPreparing() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT 1 FROM campaign WHERE state = 'PREPARING' FETCH FIRST ROW ONLY");
              ResultSet row = select.executeQuery()) {
            return row.next();
          }
        });
  }

  /** How many records of each kind have the address as their key. */
  Map<ErasedPart, Long> counts(String emailKey) {
    Map<ErasedPart, Long> counts = new LinkedHashMap<>();
    counts.put(ErasedPart.CONTACTS, count("contact", emailKey));
    counts.put(ErasedPart.IMPORT_ROWS, count("import_row", emailKey));
    counts.put(ErasedPart.EVENTS, count("feedback_event", emailKey));
    counts.put(ErasedPart.SUPPRESSIONS, count("suppression", emailKey));
    return counts;
  }

  private long count(String table, String emailKey) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT COUNT(*) FROM " + table + " WHERE email_key = ?")) {
            select.setString(1, emailKey);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }
}
