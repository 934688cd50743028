package io.mailwright.operations.person;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.PagedSelect;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps who was erased when and by whom. */
@ApplicationScoped
public class ErasureRepository {
  private static final String SELECT =
      "SELECT id, mark, state, asked_by, asked_at, done_at, counts FROM erasure ";

  private Database database;
  private Clock clock;

  ErasureRepository() {}

  /** For injection and tests. */
  @Inject
  public ErasureRepository(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Notes that a person is to be erased. Waits for those who are storing addresses; from then on
   * nobody stores this one. It is suppressed by its mark, and until the end by itself, for the
   * mails that workers have in hand.
   *
   * @param sealed the address, for whoever goes on after a crash
   * @return the erasure's id
   */
  long begin(String emailKey, String mark, String sealed, String user) {
    return database.query(
        connection -> {
          try (PreparedStatement gate =
              connection.prepareStatement(
                  "UPDATE erasure_gate SET erasures = erasures + 1 WHERE id = 1")) {
            gate.executeUpdate();
          }
          suppress(connection, mark, emailKey);
          suppress(connection, emailKey, emailKey);
          return insert(connection, mark, sealed, user);
        });
  }

  /** For all lists, with the gravest reason that the address has. */
  private void suppress(Connection connection, String key, String emailKey) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO suppression (id, version, email_key, list_id, reason, source, created_at)
            SELECT NEXTVAL('entity_seq'), 1, CAST(? AS VARCHAR(320)), 0,
              COALESCE((SELECT MIN(s.reason) FROM suppression s WHERE s.email_key = ? AND s.list_id = 0
                        AND s.reason IN ('COMPLAINT', 'UNSUBSCRIBE', 'HARD_BOUNCE')), 'ERASED'),
              'erased on request', CAST(? AS TIMESTAMP WITH TIME ZONE)
            WHERE NOT EXISTS (SELECT 1 FROM suppression s WHERE s.email_key = ? AND s.list_id = 0)
            """)) {
      insert.setString(1, key);
      insert.setString(2, emailKey);
      insert.setTimestamp(3, Timestamp.from(clock.instant()));
      insert.setString(4, key);
      insert.executeUpdate();
    }
  }

  private long insert(Connection connection, String mark, String sealed, String user)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO erasure (mark, state, sealed, asked_by, asked_at, counts) VALUES (?, 'RUNNING', ?, ?, ?, '')",
            Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, mark);
      insert.setString(2, sealed);
      insert.setString(3, user);
      insert.setTimestamp(4, Timestamp.from(clock.instant()));
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong("id");
      }
    }
  }

  /** The sealed address of an erasure that is not done. */
  Optional<String> sealed(long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT sealed FROM erasure WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
          }
        });
  }

  /** Adds to what was done. */
  void count(long id, ErasedPart part, long n) {
    if (n == 0) {
      return;
    }
    Map<ErasedPart, Long> counts = new EnumMap<>(ErasedPart.class);
    counts.putAll(get(id).counts());
    counts.merge(part, n, Long::sum);
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE erasure SET counts = ? WHERE id = ?")) {
            update.setString(1, stored(counts));
            update.setLong(2, id);
            update.executeUpdate();
          }
        });
  }

  /** Notes that nothing is left to do, and forgets the address. */
  void done(long id) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE erasure SET state = 'DONE', sealed = NULL, done_at = ? WHERE id = ?")) {
            update.setTimestamp(1, Timestamp.from(clock.instant()));
            update.setLong(2, id);
            update.executeUpdate();
          }
        });
  }

  /** Those that are not done, by id. */
  List<Long> unfinished() {
    return database.query(
        connection -> {
          List<Long> ids = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT id FROM erasure WHERE state <> 'DONE' ORDER BY id");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              ids.add(row.getLong(1));
            }
          }
          return ids;
        });
  }

  /** The erasure with this id. */
  public Optional<Erasure> find(long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE id = ?")) {
            select.setLong(1, id);
            return read(select).stream().findFirst();
          }
        });
  }

  private Erasure get(long id) {
    return find(id).orElseThrow(() -> new IllegalStateException("no erasure " + id));
  }

  /** Erasures by id. */
  public Page<Erasure> page(PageRequest request) {
    return new PagedSelect(SELECT, "id")
        .read(database, request, ErasureRepository::read, Erasure::id);
  }

  private static List<Erasure> read(PreparedStatement select) throws SQLException {
    List<Erasure> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(
            new Erasure(
                row.getLong("id"),
                row.getString("mark"),
                row.getString("state").equals("DONE"),
                row.getString("asked_by"),
                row.getTimestamp("asked_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("done_at")).map(Timestamp::toInstant),
                counts(row.getString("counts"))));
      }
    }
    return rows;
  }

  private static String stored(Map<ErasedPart, Long> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getKey().name() + "=" + count.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static Map<ErasedPart, Long> counts(String stored) {
    Map<ErasedPart, Long> counts = new EnumMap<>(ErasedPart.class);
    stored
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(pair -> counts.put(ErasedPart.valueOf(pair[0]), Long.valueOf(pair[1])));
    return counts;
  }
}
