package io.mailwright.operations.keeping;

import io.mailwright.operations.intake.OldImports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The rejected rows of imports that are over. Those that nobody went on with for so long are given
 * up first, with their files; what an import did stays on record. Counted are rows and files.
 */
@ApplicationScoped
class ImportPurger implements Purger {
  private static final String OLD =
      """
      FROM import_reject r WHERE r.import_id IN
        (SELECT i.id FROM list_import i WHERE i.state IN ('COMPLETED', 'ABORTED', 'ABANDONED') AND i.ended_at < ?)
      """;

  private OldImports imports;

  ImportPurger() {}

  @Inject
  ImportPurger(OldImports imports) {
    this.imports = imports;
  }

  @Override
  public KeptKind kind() {
    return KeptKind.IMPORTS;
  }

  @Override
  public long count(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) " + OLD)) {
      select.setTimestamp(1, Timestamp.from(before));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1)
            + imports.leftSince(before).size()
            + imports.filesSince(before).size();
      }
    }
  }

  @Override
  public Slices begin(Instant before, String position) {
    return new Slices() {
      private boolean isSwept;

      @Override
      public OptionalLong next(Connection connection) throws SQLException {
        if (!isSwept) {
          isSwept = true;
          return OptionalLong.of(imports.giveUp(before) + imports.sweep(before));
        }
        long rows = delete(connection, before);
        return rows == 0 ? OptionalLong.empty() : OptionalLong.of(rows);
      }
    };
  }

  private static long delete(Connection connection, Instant before) throws SQLException {
    long importId;
    try (PreparedStatement select = connection.prepareStatement("SELECT MIN(r.import_id) " + OLD)) {
      select.setTimestamp(1, Timestamp.from(before));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        importId = row.getLong(1);
      }
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            DELETE FROM import_reject WHERE import_id = ? AND line <=
              (SELECT MAX(s.line) FROM (SELECT line FROM import_reject WHERE import_id = ? ORDER BY line LIMIT %d) s)
            """
                .formatted(SLICE))) {
      delete.setLong(1, importId);
      delete.setLong(2, importId);
      return delete.executeUpdate();
    }
  }
}
