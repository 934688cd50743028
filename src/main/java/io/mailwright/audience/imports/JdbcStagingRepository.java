package io.mailwright.audience.imports;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.intake.RowFault;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.ValidRow;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

@ApplicationScoped
class JdbcStagingRepository implements StagingRepository {
  private static final int MAX_MESSAGE = 1_000;
  private static final int ROWS_DROPPED_AT_ONCE = 5_000;

  private Database database;
  private Clock clock;
  private ErasedPeople erased;

  /** For the container's proxy. */
  JdbcStagingRepository() {}

  @Inject
  JdbcStagingRepository(Database database, Clock clock, ErasedPeople erased) {
    this.database = database;
    this.clock = clock;
    this.erased = erased;
  }

  /**
   * What a step needs to know of the import, read under its lock.
   *
   * @param changing whether rows of it are in the list
   */
  private record Standing(
      long listId,
      ImportState state,
      boolean changing,
      OnError onError,
      long rejected,
      RowPosition position) {}

  @Override
  public Optional<RowPosition> begin(long importId) {
    return query(
        connection -> {
          Standing standing = lock(connection, importId);
          return switch (standing.state()) {
            case WAITING, READING, FAILED -> readFrom(connection, importId, standing.position());
            case INTERRUPTED -> {
              if (standing.changing()) {
                setState(connection, importId, ImportState.APPLYING, null);
                yield Optional.empty();
              }
              yield readFrom(connection, importId, standing.position());
            }
            case APPLYING, COMPLETED, ABORTED, ABANDONED -> Optional.empty();
          };
        });
  }

  private Optional<RowPosition> readFrom(Connection connection, long importId, RowPosition position)
      throws SQLException {
    new StagedRows(connection, database.dialect(), importId).cutAfter(position.line());
    setState(connection, importId, ImportState.READING, null);
    return Optional.of(position);
  }

  @Override
  public void noteEncoding(long importId, String encoding) {
    query(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE list_import SET encoding = ? WHERE id = ?")) {
            update.setString(1, encoding);
            update.setLong(2, importId);
            return update.executeUpdate();
          }
        });
  }

  @Override
  public void fail(long importId, String message) {
    query(
        connection -> {
          Standing standing = lock(connection, importId);
          switch (standing.state()) {
            case WAITING, READING -> setState(connection, importId, ImportState.FAILED, message);
            case APPLYING -> setState(connection, importId, ImportState.INTERRUPTED, message);
            case INTERRUPTED ->
                setState(
                    connection,
                    importId,
                    standing.changing() ? ImportState.INTERRUPTED : ImportState.FAILED,
                    message);
            case COMPLETED, ABORTED, FAILED, ABANDONED -> {}
          }
          return null;
        });
  }

  @Override
  public void interrupt(long importId, String message) {
    query(
        connection -> {
          switch (lock(connection, importId).state()) {
            case WAITING, READING, APPLYING, INTERRUPTED ->
                setState(connection, importId, ImportState.INTERRUPTED, message);
            case COMPLETED, ABORTED, FAILED, ABANDONED -> {}
          }
          return null;
        });
  }

  @Override
  public void abandon(long importId, String message) {
    query(
        connection -> {
          switch (lock(connection, importId).state()) {
            case WAITING, READING, APPLYING, INTERRUPTED, FAILED ->
                setState(connection, importId, ImportState.ABANDONED, message);
            case COMPLETED, ABORTED, ABANDONED -> {}
          }
          return null;
        });
    while (apply(importId, ROWS_DROPPED_AT_ONCE)) {
      // each call is a slice in a transaction of its own
    }
  }

  @Override
  public void stage(long importId, List<ValidRow> rows, List<Rejection> rejects, RowPosition upTo) {
    query(
        connection -> {
          StagedRows staged = new StagedRows(connection, database.dialect(), importId);
          Set<String> leftOut =
              erased.amongAndHold(connection, rows.stream().map(r -> r.address().key()).toList());
          List<Rejection> ours = new ArrayList<>();
          List<ValidRow> taken = new ArrayList<>();
          for (ValidRow row : rows) {
            if (leftOut.contains(row.address().key())) {
              ours.add(StagedRows.erased(row));
            } else {
              taken.add(row);
            }
          }
          staged.add(taken).stream().map(StagedRows::duplicate).forEach(ours::add);
          staged.reject(ours);
          long rejected = staged.reject(rejects);
          staged.count(rows.size() + rejected, ours.size() + rejected);
          staged.moveTo(upTo);
          return null;
        });
  }

  @Override
  public void reject(long importId, List<Rejection> rejects) {
    query(
        connection -> {
          StagedRows staged = new StagedRows(connection, database.dialect(), importId);
          long rejected = staged.reject(rejects);
          staged.count(rejected, rejected);
          return null;
        });
  }

  @Override
  public void finishReading(long importId) {
    query(
        connection -> {
          Standing standing = lock(connection, importId);
          boolean decided =
              switch (standing.state()) {
                // The job comes here only behind the last row, also in a restart.
                case READING, FAILED, INTERRUPTED -> false;
                case WAITING, APPLYING, COMPLETED, ABORTED, ABANDONED -> true;
              };
          if (decided) {
            return null;
          }
          if (standing.onError() == OnError.ABORT
              && standing.rejected() > 0
              && hasFaults(connection, importId)) {
            setState(
                connection,
                importId,
                ImportState.ABORTED,
                "Rejected rows: "
                    + standing.rejected()
                    + ". The import was to be all or nothing, so nothing was imported. Correct the"
                    + " rows, or import the others only (onError=skip).");
          } else {
            setState(connection, importId, ImportState.APPLYING, null);
          }
          return null;
        });
  }

  /** That somebody was erased is no fault of the file's. */
  private static boolean hasFaults(Connection connection, long importId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM import_reject WHERE import_id = ? AND reason <> ? FETCH FIRST ROW ONLY")) {
      select.setLong(1, importId);
      select.setString(2, RowFault.ERASED_PERSON.code());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  @Override
  public boolean apply(long importId, int rows) {
    return query(
        connection -> {
          Standing standing = lock(connection, importId);
          ContactChange change =
              new ContactChange(connection, database.dialect(), importId, standing.listId());
          OptionalLong upTo = endOfSlice(connection, importId, rows);
          switch (standing.state()) {
            case APPLYING -> {
              if (upTo.isEmpty()) {
                setState(connection, importId, ImportState.COMPLETED, null);
              } else {
                change.apply(upTo.getAsLong(), clock.instant());
              }
            }
            case ABORTED, ABANDONED -> {
              if (upTo.isPresent()) {
                change.drop(upTo.getAsLong());
              }
            }
            case COMPLETED -> {
              return false;
            }
            case WAITING, READING, FAILED, INTERRUPTED ->
                throw new IllegalStateException(
                    "Import " + importId + " is not read to its end: " + standing.state());
          }
          return upTo.isPresent();
        });
  }

  private static OptionalLong endOfSlice(Connection connection, long importId, int rows)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT MAX(line)
            FROM (SELECT line FROM import_row WHERE import_id = ?
                  ORDER BY line FETCH FIRST ? ROWS ONLY) slice
            """)) {
      select.setLong(1, importId);
      select.setInt(2, rows);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long line = row.getLong(1);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(line);
      }
    }
  }

  private static Standing lock(Connection connection, long importId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT list_id, state, imported + updated AS in_list, on_error, rejected, staged_offset,
                   staged_line
            FROM list_import WHERE id = ? FOR UPDATE
            """)) {
      select.setLong(1, importId);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new MailwrightException(
              ErrorCode.NOT_FOUND,
              "There is no import " + importId + ". Upload the file to its list again.");
        }
        return new Standing(
            row.getLong("list_id"),
            ImportState.valueOf(row.getString("state")),
            row.getLong("in_list") > 0,
            OnError.valueOf(row.getString("on_error")),
            row.getLong("rejected"),
            new RowPosition(row.getLong("staged_offset"), row.getLong("staged_line")));
      }
    }
  }

  private void setState(Connection connection, long importId, ImportState state, String message)
      throws SQLException {
    boolean ends =
        switch (state) {
          case WAITING, READING, APPLYING, INTERRUPTED -> false;
          case COMPLETED, ABORTED, FAILED, ABANDONED -> true;
        };
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE list_import SET state = ?, message = ?, ended_at = ? WHERE id = ?")) {
      update.setString(1, state.name());
      update.setString(
          2,
          message == null || message.length() <= MAX_MESSAGE
              ? message
              : message.substring(0, MAX_MESSAGE));
      update.setObject(3, ends ? OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC) : null);
      update.setLong(4, importId);
      update.executeUpdate();
    }
  }

  private <T> T query(Database.Work<T> work) {
    try {
      return database.query(work);
    } catch (DatabaseException e) {
      if (e.isTransient()) {
        throw new StoreUnavailable(e);
      }
      throw e;
    }
  }
}
