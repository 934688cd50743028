package io.mailwright.audience.imports;

import io.mailwright.kernel.db.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The change of a list by a slice of waiting rows, inside a transaction of the caller. */
final class ContactChange {
  /**
   * The sum hides {@code list_id} from H2: into an empty table it would plan by the index of that
   * column alone, keep the plan, and read the whole list for every row from then on.
   */
  static final String MERGE_H2 =
      """
      MERGE INTO contact c
      USING (SELECT email_key, email, name, locale, timezone, attributes
             FROM import_row WHERE import_id = ? AND line <= ?) r
      ON c.list_id + 0 = ? AND c.email_key = r.email_key
      WHEN MATCHED THEN UPDATE SET
        email = r.email, name = COALESCE(r.name, c.name), locale = COALESCE(r.locale, c.locale),
        timezone = COALESCE(r.timezone, c.timezone),
        attributes = COALESCE(r.attributes, c.attributes), updated_at = ?
      WHEN NOT MATCHED THEN INSERT
        (list_id, email_key, email, name, locale, timezone, attributes, created_at, updated_at)
        VALUES (?, r.email_key, r.email, r.name, r.locale, r.timezone, r.attributes, ?, ?)
      """;

  /**
   * Counts whom the list had already by the row's own word, which no plan can spoil: a join over
   * tables that were filled a moment ago, of which PostgreSQL has no statistics yet, reads the
   * whole list for every row. A row that was inserted has no xmax; one that was there is locked by
   * us.
   */
  private static final String UPSERT_POSTGRESQL =
      """
      WITH changed AS (
      INSERT INTO contact AS c
        (list_id, email_key, email, name, locale, timezone, attributes, created_at, updated_at)
      SELECT CAST(? AS BIGINT), email_key, email, name, locale, timezone, attributes,
             CAST(? AS TIMESTAMP WITH TIME ZONE), CAST(? AS TIMESTAMP WITH TIME ZONE)
      FROM import_row WHERE import_id = ? AND line <= ?
      ORDER BY line
      ON CONFLICT (list_id, email_key) DO UPDATE SET
        email = EXCLUDED.email, name = COALESCE(EXCLUDED.name, c.name),
        locale = COALESCE(EXCLUDED.locale, c.locale),
        timezone = COALESCE(EXCLUDED.timezone, c.timezone),
        attributes = COALESCE(EXCLUDED.attributes, c.attributes),
        updated_at = EXCLUDED.updated_at
      RETURNING xmax <> 0 AS is_known)
      SELECT COUNT(*) FROM changed WHERE is_known
      """;

  private static final String KNOWN_H2 =
      """
      SELECT COUNT(*)
      FROM import_row r
      JOIN contact c ON c.list_id + 0 = ? AND c.email_key = r.email_key
      WHERE r.import_id = ? AND r.line <= ?
      """;

  private final Connection connection;
  private final Dialect dialect;
  private final long importId;
  private final long listId;

  ContactChange(Connection connection, Dialect dialect, long importId, long listId) {
    this.connection = connection;
    this.dialect = dialect;
    this.importId = importId;
    this.listId = listId;
  }

  /**
   * Applies and removes the waiting rows up to a line and counts them.
   *
   * @param upTo the last line of the slice
   */
  void apply(long upTo, Instant now) throws SQLException {
    lockList();
    OffsetDateTime at = OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
    long known = dialect == Dialect.H2 ? mergeH2(upTo, at) : upsert(upTo, at);
    long all = remove(upTo);
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE list_import
            SET imported = imported + ?, updated = updated + ?, applied_upto = ?
            WHERE id = ?
            """)) {
      update.setLong(1, all - known);
      update.setLong(2, known);
      update.setLong(3, upTo);
      update.setLong(4, importId);
      update.executeUpdate();
    }
  }

  /** Two imports into one list take turns, so that each counts only what it added itself. */
  private void lockList() throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT id FROM contact_list WHERE id = ? FOR UPDATE")) {
      lock.setLong(1, listId);
      lock.executeQuery().close();
    }
  }

  private long mergeH2(long upTo, OffsetDateTime now) throws SQLException {
    long known;
    try (PreparedStatement select = connection.prepareStatement(KNOWN_H2)) {
      select.setLong(1, listId);
      select.setLong(2, importId);
      select.setLong(3, upTo);
      known = number(select);
    }
    try (PreparedStatement merge = connection.prepareStatement(MERGE_H2)) {
      merge.setLong(1, importId);
      merge.setLong(2, upTo);
      merge.setLong(3, listId);
      merge.setObject(4, now);
      merge.setLong(5, listId);
      merge.setObject(6, now);
      merge.setObject(7, now);
      merge.executeUpdate();
    }
    return known;
  }

  private long upsert(long upTo, OffsetDateTime now) throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(UPSERT_POSTGRESQL)) {
      change.setLong(1, listId);
      change.setObject(2, now);
      change.setObject(3, now);
      change.setLong(4, importId);
      change.setLong(5, upTo);
      return number(change);
    }
  }

  private static long number(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private long remove(long upTo) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM import_row WHERE import_id = ? AND line <= ?")) {
      delete.setLong(1, importId);
      delete.setLong(2, upTo);
      return delete.executeUpdate();
    }
  }

  /** Removes the waiting rows up to a line without a change of the list. */
  void drop(long upTo) throws SQLException {
    remove(upTo);
  }
}
