package io.mailwright.feedback.review;

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

/** Keeps reviews and what they found. Thread-safe. */
@ApplicationScoped
public class ReviewRepository {
  private static final String SELECT =
      """
      SELECT r.id, r.state, r.asked_by, r.asked_at, r.looked, r.total, r.done_at,
        (SELECT COUNT(*) FROM review_change c WHERE c.review_id = r.id) AS changes,
        (SELECT COUNT(*) FROM review_change c WHERE c.review_id = r.id AND c.state = 'APPLIED') AS applied
      FROM review r
      """;

  private static final String SELECT_CHANGE =
      """
      SELECT id, review_id, mail_id, no, email_key, before_kind, before_reason, after_kind, after_reason, rule, effect, state
      FROM review_change
      """;

  private Database database;
  private Clock clock;

  ReviewRepository() {}

  /** For injection and tests. */
  @Inject
  public ReviewRepository(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Begins a review of all mails that are handled now. */
  long begin(String user) {
    return database.query(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO review (state, asked_by, asked_at, upto_id, last_id, looked, total)
                  SELECT 'LOOKING', CAST(? AS VARCHAR(100)), CAST(? AS TIMESTAMP WITH TIME ZONE),
                    COALESCE(MAX(id), 0), 0, 0, COUNT(*) FROM returned_mail WHERE state = 2
                  """,
                  Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, user);
            insert.setTimestamp(2, Timestamp.from(clock.instant()));
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
              keys.next();
              return keys.getLong("id");
            }
          }
        });
  }

  /** Those that still read, by id. */
  List<Long> looking() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id FROM review WHERE state = 'LOOKING' ORDER BY id")) {
            return ids(select);
          }
        });
  }

  /** The next mails of a review, at most so many. */
  List<Long> nextMails(long reviewId, int most) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT m.id FROM returned_mail m JOIN review r ON r.id = ?
                  WHERE m.state = 2 AND m.id > r.last_id AND m.id <= r.upto_id ORDER BY m.id LIMIT %d
                  """
                      .formatted(most))) {
            select.setLong(1, reviewId);
            return ids(select);
          }
        });
  }

  private static List<Long> ids(PreparedStatement select) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return ids;
  }

  /** Notes that a mail was read again, with what is understood differently, both or neither. */
  void looked(long reviewId, long mailId, List<ReviewChange> changes) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE review SET last_id = ?, looked = looked + 1 WHERE id = ? AND last_id < ?")) {
            update.setLong(1, mailId);
            update.setLong(2, reviewId);
            update.setLong(3, mailId);
            if (update.executeUpdate() == 0) {
              return;
            }
          }
          insert(connection, changes);
        });
  }

  private static void insert(Connection connection, List<ReviewChange> changes)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO review_change (review_id, mail_id, no, email_key, before_kind, before_reason, after_kind,
              after_reason, rule, effect, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'FOUND')
            """)) {
      for (ReviewChange change : changes) {
        insert.setLong(1, change.reviewId());
        insert.setLong(2, change.mailId());
        insert.setInt(3, change.no());
        insert.setString(4, change.emailKey());
        insert.setString(5, change.before().kind());
        insert.setString(6, change.before().reason());
        insert.setString(7, change.after().kind());
        insert.setString(8, change.after().reason());
        insert.setString(9, change.rule());
        insert.setString(10, change.effect().name());
        insert.executeUpdate();
      }
    }
  }

  /** All mails are read. */
  void ready(long reviewId) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE review SET state = 'READY', done_at = ? WHERE id = ? AND state = 'LOOKING'")) {
            update.setTimestamp(1, Timestamp.from(clock.instant()));
            update.setLong(2, reviewId);
            update.executeUpdate();
          }
        });
  }

  /** Notes what was done about a change. */
  void note(long changeId, ReviewChange.State state, String undo) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE review_change SET state = ?, undo = ? WHERE id = ?")) {
            update.setString(1, state.name());
            update.setString(2, undo);
            update.setLong(3, changeId);
            update.executeUpdate();
          }
        });
  }

  /** What stood there before a change was applied. */
  Optional<String> undo(long changeId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT undo FROM review_change WHERE id = ?")) {
            select.setLong(1, changeId);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
          }
        });
  }

  /** The review with this id. */
  public Optional<Review> find(long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE r.id = ?")) {
            select.setLong(1, id);
            return reviews(select).stream().findFirst();
          }
        });
  }

  /** Reviews by id. */
  public Page<Review> page(PageRequest request) {
    return new PagedSelect(SELECT, "r.id")
        .read(database, request, ReviewRepository::reviews, Review::id);
  }

  private static List<Review> reviews(PreparedStatement select) throws SQLException {
    List<Review> reviews = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        reviews.add(
            new Review(
                row.getLong("id"),
                row.getString("state").equals("LOOKING"),
                row.getString("asked_by"),
                row.getTimestamp("asked_at").toInstant(),
                row.getLong("looked"),
                row.getLong("total"),
                row.getLong("changes"),
                row.getLong("applied"),
                Optional.ofNullable(row.getTimestamp("done_at")).map(Timestamp::toInstant)));
      }
    }
    return reviews;
  }

  /** How many changes of a review have each effect. */
  public Map<ReviewEffect, Long> effects(long reviewId) {
    return database.query(
        connection -> {
          Map<ReviewEffect, Long> effects = new EnumMap<>(ReviewEffect.class);
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT effect, COUNT(*) FROM review_change WHERE review_id = ? GROUP BY effect")) {
            select.setLong(1, reviewId);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                effects.put(ReviewEffect.valueOf(row.getString(1)), row.getLong(2));
              }
            }
          }
          return effects;
        });
  }

  /** Changes of a review, by id. */
  public Page<ReviewChange> changes(long reviewId, PageRequest request) {
    return new PagedSelect(SELECT_CHANGE, "id")
        .where("review_id = ?", reviewId)
        .read(database, request, ReviewRepository::changes, ReviewChange::id);
  }

  private static List<ReviewChange> changes(PreparedStatement select) throws SQLException {
    List<ReviewChange> changes = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        changes.add(
            new ReviewChange(
                row.getLong("id"),
                row.getLong("review_id"),
                row.getLong("mail_id"),
                row.getInt("no"),
                row.getString("email_key"),
                new ReviewChange.Reading(
                    row.getString("before_kind"), row.getString("before_reason")),
                new ReviewChange.Reading(
                    row.getString("after_kind"), row.getString("after_reason")),
                row.getString("rule"),
                ReviewEffect.valueOf(row.getString("effect")),
                ReviewChange.State.valueOf(row.getString("state"))));
      }
    }
    return changes;
  }
}
