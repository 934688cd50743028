package io.mailwright.audience.imports;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.PagedSelect;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.Charset;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class JdbcImportRepository implements ImportRepository {
  private static final String SELECT =
      """
      SELECT id, list_id, state, on_error, format, file_name, upload_path, encoding, message,
             rows_read, imported, updated, rejected, created_by, created_at, ended_at
      FROM list_import
      """;

  private Database database;
  private Clock clock;

  /** For the container's proxy. */
  JdbcImportRepository() {}

  @Inject
  JdbcImportRepository(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public long create(NewImport request, Optional<Charset> charset) {
    return database.query(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO list_import
                    (list_id, state, on_error, format, file_name, upload_path, encoding, rows_read,
                     imported, updated, rejected, applied_upto, staged_offset, staged_line,
                     created_by, created_at)
                  VALUES (?, 'WAITING', ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, ?, ?)
                  """,
                  new String[] {"id"})) {
            insert.setLong(1, request.listId());
            insert.setString(2, request.onError().name());
            insert.setString(3, request.format());
            insert.setString(4, request.fileName());
            insert.setString(5, request.uploadPath());
            insert.setString(6, charset.map(Charset::name).orElse(null));
            insert.setString(7, request.createdBy());
            insert.setObject(8, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
            insert.executeUpdate();
            return generatedId(insert);
          }
        });
  }

  private static long generatedId(Statement insert) throws SQLException {
    try (ResultSet key = insert.getGeneratedKeys()) {
      key.next();
      return key.getLong(1);
    }
  }

  @Override
  public Optional<ListImport> find(long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE id = ?")) {
            select.setLong(1, id);
            return imports(select).stream().findFirst();
          }
        });
  }

  @Override
  public Page<ListImport> page(Optional<Long> listId, PageRequest request) {
    PagedSelect imports = new PagedSelect(SELECT, "id");
    listId.ifPresent(list -> imports.where("list_id = ?", list));
    return imports.read(database, request, JdbcImportRepository::imports, ListImport::id);
  }

  @Override
  public List<ListImport> ofList(long listId, long before, int limit) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  SELECT
                      + """
                      WHERE list_id = ? AND id < ?
                      ORDER BY id DESC
                      FETCH FIRST ? ROWS ONLY
                      """)) {
            select.setLong(1, listId);
            select.setLong(2, before);
            select.setInt(3, limit);
            return imports(select);
          }
        });
  }

  @Override
  public List<ListImport> open(int limit) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  SELECT
                      + """
                      WHERE state NOT IN ('COMPLETED', 'ABORTED', 'ABANDONED')
                      ORDER BY id DESC
                      FETCH FIRST ? ROWS ONLY
                      """)) {
            select.setInt(1, limit);
            return imports(select);
          }
        });
  }

  @Override
  public long count(long listId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT COUNT(*) FROM list_import WHERE list_id = ?")) {
            select.setLong(1, listId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  @Override
  public void deleteOfList(long listId) {
    database.change(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM list_import WHERE list_id = ?")) {
            delete.setLong(1, listId);
            delete.executeUpdate();
          }
        });
  }

  @Override
  public List<StoredRejection> rejects(long id, long afterLine, int limit) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT line, column_name, field_value, reason, detail
                  FROM import_reject
                  WHERE import_id = ? AND line > ?
                  ORDER BY line
                  FETCH FIRST ? ROWS ONLY
                  """)) {
            select.setLong(1, id);
            select.setLong(2, afterLine);
            select.setInt(3, limit);
            List<StoredRejection> rejects = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                rejects.add(
                    new StoredRejection(
                        row.getLong("line"),
                        row.getString("column_name"),
                        row.getString("field_value"),
                        row.getString("reason"),
                        row.getString("detail")));
              }
            }
            return rejects;
          }
        });
  }

  private static List<ListImport> imports(PreparedStatement select) throws SQLException {
    List<ListImport> imports = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        imports.add(
            new ListImport(
                row.getLong("id"),
                new NewImport(
                    row.getLong("list_id"),
                    OnError.valueOf(row.getString("on_error")),
                    row.getString("format"),
                    row.getString("file_name"),
                    row.getString("upload_path"),
                    row.getString("created_by")),
                ImportState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("encoding")),
                Optional.ofNullable(row.getString("message")),
                row.getLong("rows_read"),
                row.getLong("imported"),
                row.getLong("updated"),
                row.getLong("rejected"),
                instant(row, "created_at").orElseThrow(),
                instant(row, "ended_at")));
      }
    }
    return imports;
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
