package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.text.Cut;
import io.mailwright.kernel.text.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Keeps how reading the mailboxes goes. Every change is committed at once. Thread-safe. */
@ApplicationScoped
public class MailboxStates {
  private static final int MOST_PROBLEM = 1000;

  private Database database;
  private Clock clock;

  MailboxStates() {}

  /** For injection and tests. */
  @Inject
  public MailboxStates(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** How it goes; as never read, if it was not. */
  public MailboxState of(long mailboxId) {
    return database.query(connection -> read(connection, mailboxId)).orElseGet(this::fresh);
  }

  private MailboxState fresh() {
    return MailboxState.fresh(clock.instant());
  }

  private static Optional<MailboxState> read(Connection connection, long id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT next_at, read_at, good_at, stored, total, problem, problem_zh, failing_since, validity, last_uid
            FROM mailbox_state WHERE mailbox_id = ?
            """)) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(state(row)) : Optional.empty();
      }
    }
  }

  private static MailboxState state(ResultSet row) throws SQLException {
    String problem = row.getString("problem");
    String validity = row.getString("validity");
    return new MailboxState(
        row.getTimestamp("next_at").toInstant(),
        instant(row, "read_at"),
        instant(row, "good_at"),
        row.getLong("stored"),
        row.getLong("total"),
        problem == null
            ? Optional.empty()
            : Optional.of(new Wording(problem, row.getString("problem_zh"))),
        instant(row, "failing_since"),
        validity == null
            ? MailboxState.Mark.NONE
            : new MailboxState.Mark(validity, row.getLong("last_uid")));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  /**
   * Takes the turn of a mailbox that is due.
   *
   * @param interval until the next
   * @return whether it was due and nobody else took it
   */
  public boolean takeTurn(long mailboxId, Duration interval) {
    begin(mailboxId);
    Timestamp now = Timestamp.from(clock.instant());
    return changed(
            "UPDATE mailbox_state SET next_at = ? WHERE mailbox_id = ? AND next_at <= ?",
            update -> {
              update.setTimestamp(1, Timestamp.from(clock.instant().plus(interval)));
              update.setLong(2, mailboxId);
              update.setTimestamp(3, now);
            })
        == 1;
  }

  /** Has it looked at as soon as can be. */
  public void hurry(long mailboxId) {
    begin(mailboxId);
    changed(
        "UPDATE mailbox_state SET next_at = ? WHERE mailbox_id = ?",
        update -> {
          update.setTimestamp(1, Timestamp.from(clock.instant()));
          update.setLong(2, mailboxId);
        });
  }

  /**
   * Notes that a mailbox could be read.
   *
   * @param stored mails that were new
   * @param problem what went wrong all the same
   */
  public void noteGood(long mailboxId, long stored, Optional<Wording> problem) {
    begin(mailboxId);
    changed(
        """
        UPDATE mailbox_state SET read_at = ?, good_at = ?, problem = ?, problem_zh = ?, failing_since = NULL,
               stored = CASE WHEN ? > 0 THEN ? ELSE stored END
        WHERE mailbox_id = ?
        """,
        update -> {
          Timestamp now = Timestamp.from(clock.instant());
          update.setTimestamp(1, now);
          update.setTimestamp(2, now);
          update.setString(3, problem.map(Wording::english).map(MailboxStates::cut).orElse(null));
          update.setString(4, problem.map(Wording::chinese).map(MailboxStates::cut).orElse(null));
          update.setLong(5, stored);
          update.setLong(6, stored);
          update.setLong(7, mailboxId);
        });
  }

  /**
   * Notes that a mailbox could not be read, or not to its end.
   *
   * @return since when that is so
   */
  public Instant noteFailed(long mailboxId, Wording problem) {
    begin(mailboxId);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    changed(
        """
        UPDATE mailbox_state SET read_at = ?, problem = ?, problem_zh = ?,
               failing_since = COALESCE(failing_since, ?)
        WHERE mailbox_id = ?
        """,
        update -> {
          update.setTimestamp(1, Timestamp.from(now));
          update.setString(2, cut(problem.english()));
          update.setString(3, cut(problem.chinese()));
          update.setTimestamp(4, Timestamp.from(now));
          update.setLong(5, mailboxId);
        });
    return of(mailboxId).failingSince().orElse(now);
  }

  /** Notes up to where a mailbox whose mails stay is read. */
  public void noteMark(long mailboxId, MailboxState.Mark mark) {
    begin(mailboxId);
    changed(
        "UPDATE mailbox_state SET validity = ?, last_uid = ? WHERE mailbox_id = ?",
        update -> {
          update.setString(1, mark.validity());
          update.setLong(2, mark.lastUid());
          update.setLong(3, mailboxId);
        });
  }

  private static String cut(String text) {
    return Cut.to(text, MOST_PROBLEM);
  }

  /** Counts a mail that is new, in the transaction that stores it. */
  static void countNew(Connection connection, long mailboxId) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE mailbox_state SET total = total + 1 WHERE mailbox_id = ?")) {
      update.setLong(1, mailboxId);
      update.executeUpdate();
    }
  }

  /** Makes the row; another may do so in the same moment. */
  void begin(long mailboxId) {
    try {
      changed(
          """
          INSERT INTO mailbox_state (mailbox_id, next_at, stored, total, last_uid)
          SELECT id, CAST(? AS TIMESTAMP WITH TIME ZONE), 0, 0, 0 FROM mailbox
          WHERE id = ? AND NOT EXISTS (SELECT 1 FROM mailbox_state WHERE mailbox_id = ?)
          """,
          insert -> {
            insert.setTimestamp(1, Timestamp.from(clock.instant()));
            insert.setLong(2, mailboxId);
            insert.setLong(3, mailboxId);
          });
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
    }
  }

  private interface Bind {
    void to(PreparedStatement statement) throws SQLException;
  }

  private int changed(String sql, Bind values) {
    return database.query(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            values.to(statement);
            return statement.executeUpdate();
          }
        });
  }
}
