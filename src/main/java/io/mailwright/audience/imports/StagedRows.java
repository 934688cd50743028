package io.mailwright.audience.imports;

import io.mailwright.audience.contact.AttributeJson;
import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.intake.RowFault;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.ValidRow;
import io.mailwright.kernel.db.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows and rejects of one import, inside a transaction of the caller. */
final class StagedRows {
  /** With SELECT, not VALUES: the driver would rewrite such a batch, and give no counts for it. */
  private static final String FIRST_OF_ITS_ADDRESS =
      """
      INSERT INTO import_row
        (import_id, line, email_key, email, name, locale, timezone, attributes)
      SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS VARCHAR(320)), CAST(? AS VARCHAR(320)),
             CAST(? AS VARCHAR(400)), CAST(? AS VARCHAR(35)), CAST(? AS VARCHAR(60)),
             CAST(? AS VARCHAR(1048576))
      """;

  private static final String UNLESS_THERE =
      "WHERE NOT EXISTS (SELECT 1 FROM import_row WHERE import_id = ? AND email_key = ?)";

  /** PostgreSQL would look for the row by a plan, and read the table if that was made too early. */
  private static final String UNLESS_THERE_POSTGRESQL =
      "ON CONFLICT (import_id, email_key) DO NOTHING";

  private static final String FIRST_OF_ITS_LINE =
      """
      INSERT INTO import_reject (import_id, line, column_name, field_value, reason, detail)
      SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS VARCHAR(200)), CAST(? AS VARCHAR(400)),
             CAST(? AS VARCHAR(40)), CAST(? AS VARCHAR(1000))
      """;

  private static final String UNLESS_RECORDED =
      "WHERE NOT EXISTS (SELECT 1 FROM import_reject WHERE import_id = ? AND line = ?)";

  private static final String UNLESS_RECORDED_POSTGRESQL =
      "ON CONFLICT (import_id, line) DO NOTHING";

  private final Connection connection;
  private final Dialect dialect;
  private final long importId;

  StagedRows(Connection connection, Dialect dialect, long importId) {
    this.connection = connection;
    this.dialect = dialect;
    this.importId = importId;
  }

  /** Stores each row that is the first of its address; the others come back. */
  List<ValidRow> add(List<ValidRow> rows) throws SQLException {
    List<ValidRow> duplicates = new ArrayList<>();
    try (PreparedStatement insert =
        connection.prepareStatement(
            FIRST_OF_ITS_ADDRESS + dialect.pick(UNLESS_THERE, UNLESS_THERE_POSTGRESQL))) {
      for (ValidRow row : rows) {
        String key = row.address().key();
        insert.setLong(1, importId);
        insert.setLong(2, row.line());
        insert.setString(3, key);
        insert.setString(4, row.address().written());
        insert.setString(5, row.name().orElse(null));
        insert.setString(6, row.locale().orElse(null));
        insert.setString(7, row.timezone().orElse(null));
        insert.setString(8, AttributeJson.write(row.attributes()));
        if (dialect == Dialect.H2) {
          insert.setLong(9, importId);
          insert.setString(10, key);
        }
        insert.addBatch();
      }
      int[] counts = insert.executeBatch();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 0) {
          duplicates.add(rows.get(i));
        }
      }
    }
    return duplicates;
  }

  /** Records a duplicate; its column is the address's. */
  static Rejection duplicate(ValidRow row) {
    return new Rejection(row.line(), "email", row.address().written(), RowFault.DUPLICATE_IN_FILE);
  }

  /** Records somebody who was erased, without a word of who that is. */
  static Rejection erased(ValidRow row) {
    return new Rejection(row.line(), "email", "", RowFault.ERASED_PERSON);
  }

  /** Records rejected lines; gives how many of them were not recorded before. */
  long reject(List<Rejection> rejects) throws SQLException {
    if (rejects.isEmpty()) {
      return 0;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            FIRST_OF_ITS_LINE + dialect.pick(UNLESS_RECORDED, UNLESS_RECORDED_POSTGRESQL))) {
      for (Rejection rejection : rejects) {
        insert.setLong(1, importId);
        insert.setLong(2, rejection.line());
        insert.setString(3, rejection.column());
        insert.setString(4, rejection.value());
        insert.setString(5, rejection.reason().code());
        insert.setString(6, rejection.reason().wording().english());
        if (dialect == Dialect.H2) {
          insert.setLong(7, importId);
          insert.setLong(8, rejection.line());
        }
        insert.addBatch();
      }
      return Arrays.stream(insert.executeBatch()).filter(count -> count > 0).count();
    }
  }

  /** Adds to the counts. */
  void count(long read, long rejected) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE list_import SET rows_read = rows_read + ?, rejected = rejected + ? WHERE id = ?
            """)) {
      update.setLong(1, read);
      update.setLong(2, rejected);
      update.setLong(3, importId);
      update.executeUpdate();
    }
  }

  /** Notes up to where all is stored. */
  void moveTo(RowPosition position) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE list_import SET staged_offset = ?, staged_line = ? WHERE id = ?")) {
      update.setLong(1, position.offset());
      update.setLong(2, position.line());
      update.setLong(3, importId);
      update.executeUpdate();
    }
  }

  /** Forgets all after a line and counts what is left. */
  void cutAfter(long line) throws SQLException {
    deleteAfter("DELETE FROM import_row WHERE import_id = ? AND line > ?", line);
    deleteAfter("DELETE FROM import_reject WHERE import_id = ? AND line > ?", line);
    long rows = count("SELECT COUNT(*) FROM import_row WHERE import_id = ?");
    long rejects = count("SELECT COUNT(*) FROM import_reject WHERE import_id = ?");
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE list_import SET rows_read = ?, rejected = ? WHERE id = ?")) {
      update.setLong(1, rows + rejects);
      update.setLong(2, rejects);
      update.setLong(3, importId);
      update.executeUpdate();
    }
  }

  private void deleteAfter(String sql, long line) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setLong(1, importId);
      delete.setLong(2, line);
      delete.executeUpdate();
    }
  }

  private long count(String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, importId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
