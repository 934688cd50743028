package io.mailwright.feedback.evidence;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.db.PagedSelect;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@ApplicationScoped
class JdbcEvidenceRepository implements EvidenceRepository {
  private static final int MOST_SUBJECT = 300;
  private static final int MOST_REASON = 1000;

  private Database database;
  private Clock clock;

  JdbcEvidenceRepository() {}

  @Inject
  JdbcEvidenceRepository(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Stored store(Arrival arrival, String subject, RawMail mail, Database.Change alongside) {
    try {
      return database.query(
          connection -> {
            Stored stored = store(connection, arrival, subject, mail);
            if (stored.isNew()) {
              alongside.on(connection);
            }
            return stored;
          });
    } catch (DatabaseException e) {
      if (e.isConstraintViolation()) {
        // Another one stored the same in the same moment.
        return database
            .query(connection -> stored(connection, mail.identity(), false))
            .orElseThrow();
      }
      throw e;
    }
  }

  private Stored store(Connection connection, Arrival arrival, String subject, RawMail mail)
      throws SQLException {
    Optional<Stored> before = stored(connection, mail.identity(), false);
    if (before.isPresent()) {
      return before.get();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO returned_mail
              (identity, received_at, source, mailbox_id, place, is_trusted, raw, size, is_whole, subject, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """)) {
      insert.setString(1, mail.identity());
      insert.setTimestamp(2, Timestamp.from(clock.instant()));
      insert.setString(3, arrival.source());
      setLong(insert, 4, arrival.mailboxId());
      insert.setString(5, arrival.place().orElse(null));
      insert.setBoolean(6, arrival.isTrusted());
      insert.setBytes(7, mail.packed());
      insert.setLong(8, mail.size());
      insert.setBoolean(9, mail.isWhole());
      insert.setString(10, Cut.storable(subject, MOST_SUBJECT));
      insert.executeUpdate();
    }
    return stored(connection, mail.identity(), true).orElseThrow();
  }

  private static Optional<Stored> stored(Connection connection, String identity, boolean isNew)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id, state FROM returned_mail WHERE identity = ?")) {
      select.setString(1, identity);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Stored(row.getLong("id"), isNew, EvidenceState.ofCode(row.getInt("state"))))
            : Optional.empty();
      }
    }
  }

  @Override
  public Set<String> known(long mailboxId, Collection<String> places) {
    return database.query(
        connection -> {
          Set<String> known = new HashSet<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT place FROM returned_mail WHERE mailbox_id = ? AND place = ANY(?)")) {
            select.setLong(1, mailboxId);
            select.setArray(2, connection.createArrayOf("VARCHAR", places.toArray()));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                known.add(row.getString("place"));
              }
            }
          }
          return known;
        });
  }

  @Override
  public Optional<Evidence> find(long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(EvidenceRows.SELECT + " WHERE id = ?")) {
            select.setLong(1, id);
            return EvidenceRows.all(select).stream().findFirst();
          }
        });
  }

  @Override
  public Optional<RawMail> raw(long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT raw, size, is_whole, identity FROM returned_mail WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new RawMail(
                          row.getBytes("raw"),
                          row.getLong("size"),
                          row.getBoolean("is_whole"),
                          row.getString("identity")))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public List<EvidenceFinding> findings(long id, int limit) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(EvidenceRows.SELECT_FINDINGS)) {
            select.setLong(1, id);
            select.setInt(2, limit);
            return EvidenceRows.findings(select);
          }
        });
  }

  @Override
  public List<Long> waiting(Instant before, int limit) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT id FROM returned_mail
                  WHERE state = 1 AND (mailbox_id IS NOT NULL OR received_at < ?) ORDER BY id LIMIT ?
                  """)) {
            select.setTimestamp(1, Timestamp.from(before));
            select.setInt(2, limit);
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                ids.add(row.getLong("id"));
              }
            }
            return ids;
          }
        });
  }

  @Override
  public long count(Optional<Long> mailboxId, EvidenceState state) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT COUNT(*) FROM returned_mail WHERE state = ?"
                      + (mailboxId.isPresent() ? " AND mailbox_id = ?" : ""))) {
            select.setInt(1, state.code());
            if (mailboxId.isPresent()) {
              select.setLong(2, mailboxId.get());
            }
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  @Override
  public Page<Evidence> page(PageRequest request, Filter filter) {
    PagedSelect mails = new PagedSelect(EvidenceRows.SELECT, "id");
    filter.mailboxId().ifPresent(mailbox -> mails.where("mailbox_id = ?", mailbox));
    filter.state().ifPresent(state -> mails.where("state = ?", state.code()));
    filter.believed().ifPresent(isBelieved -> mails.where("is_believed = ?", isBelieved));
    return mails.read(database, request, EvidenceRows::all, Evidence::id);
  }

  @Override
  public void done(long id, Evidence.Handled handled, List<EvidenceFinding> findings) {
    database.change(
        connection -> {
          EvidenceRows.replaceFindings(connection, id, findings);
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE returned_mail
                  SET state = 2, reason = NULL, verdict = ?, is_believed = ?, campaign_id = ?, processed_at = ?
                  WHERE id = ?
                  """)) {
            update.setString(1, handled.verdict().name());
            update.setBoolean(2, handled.isBelieved());
            setLong(update, 3, handled.campaignId());
            update.setTimestamp(4, Timestamp.from(handled.at()));
            update.setLong(5, id);
            update.executeUpdate();
          }
        });
  }

  @Override
  public void quarantine(long id, String reason) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE returned_mail SET state = 3, reason = ?, processed_at = ? WHERE id = ?")) {
            update.setString(1, Cut.storable(reason, MOST_REASON));
            update.setTimestamp(2, Timestamp.from(clock.instant()));
            update.setLong(3, id);
            update.executeUpdate();
          }
        });
  }

  @Override
  public boolean again(long id, boolean isTrusted) {
    return database.query(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE returned_mail SET state = 1, is_trusted = ? WHERE id = ?")) {
            update.setBoolean(1, isTrusted);
            update.setLong(2, id);
            return update.executeUpdate() == 1;
          }
        });
  }

  static void setLong(PreparedStatement statement, int at, Optional<Long> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setLong(at, value.get());
    } else {
      statement.setNull(at, Types.BIGINT);
    }
  }
}
