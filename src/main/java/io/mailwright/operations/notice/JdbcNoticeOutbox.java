package io.mailwright.operations.notice;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.LikePattern;
import io.mailwright.kernel.db.PagedSelect;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.text.Cut;
import io.mailwright.operations.access.Language;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class JdbcNoticeOutbox implements NoticeOutbox {
  static final String LOST =
      "the server ended between the end of the mail and its answer: it may have arrived";

  private static final String SELECT =
      """
      SELECT n.id, n.at, n.level, n.kind, n.campaign_id, n.execution_id, n.subject, n.body, n.read_at, n.times,
             o.id AS entry_id, o.channel, o.target, o.language, o.state, o.attempts, o.since, o.next_at, o.words,
             o.route, o.settled_at
      FROM notice_outbox o JOIN notice n ON n.id = o.notice_id
      """;

  private static final int MOST_WORDS = 1000;
  private static final int MOST_ROUTE = 300;

  private Database database;
  private NodeIdentity node;
  private Clock clock;

  JdbcNoticeOutbox() {}

  @Inject
  JdbcNoticeOutbox(Database database, NodeIdentity node, Clock clock) {
    this.database = database;
    this.node = node;
    this.clock = clock;
  }

  @Override
  public List<OutboxEntry> due(Channel channel, int limit) {
    return list(
        SELECT
            + " WHERE o.state = 'WAITING' AND o.channel = ? AND o.next_at <= ? ORDER BY o.next_at, o.id LIMIT ?",
        channel.name(),
        now(),
        limit);
  }

  @Override
  public Optional<String> claim(long id, Duration atMost) {
    String claim = node.owner() + "/" + UUID.randomUUID();
    int taken =
        update(
            """
            UPDATE notice_outbox SET state = 'SENDING', claim = ?, claimed_until = ?, attempts = attempts + 1
            WHERE id = ? AND state = 'WAITING' AND next_at <= ?
            """,
            claim,
            Timestamp.from(clock.instant().plus(atMost)),
            id,
            now());
    return taken == 1 ? Optional.of(claim) : Optional.empty();
  }

  @Override
  public boolean atDot(long id, String claim) {
    return update(
            """
            UPDATE notice_outbox SET state = 'AT_DOT'
            WHERE id = ? AND claim = ? AND state IN ('SENDING', 'AT_DOT')
            """,
            id,
            claim)
        == 1;
  }

  @Override
  public void settle(
      long id, String claim, OutboxState state, String words, Optional<String> route) {
    update(
        """
        UPDATE notice_outbox SET state = ?, words = ?, route = ?, settled_at = ?
        WHERE id = ? AND claim = ? AND state IN ('SENDING', 'AT_DOT', 'IN_DOUBT')
        """,
        state.name(),
        Cut.to(words, MOST_WORDS),
        route.map(name -> Cut.to(name, MOST_ROUTE)).orElse(null),
        now(),
        id,
        claim);
  }

  @Override
  public void later(long id, String claim, Instant nextAt, String words) {
    update(
        """
        UPDATE notice_outbox SET state = 'WAITING', next_at = ?, words = ?, claim = NULL, claimed_until = NULL
        WHERE id = ? AND claim = ? AND state IN ('SENDING', 'AT_DOT', 'IN_DOUBT')
        """,
        Timestamp.from(nextAt),
        Cut.to(words, MOST_WORDS),
        id,
        claim);
  }

  /** Those of this node's earlier starts are left at once, since their process is gone. */
  @Override
  public void recover() {
    String left =
        " AND (claimed_until < ? OR (claim LIKE ? ESCAPE '!' AND claim NOT LIKE ? ESCAPE '!'))";
    String ofNode = LikePattern.startingWith(node.ownersOfAll());
    String ofStart = LikePattern.startingWith(node.owner() + "/");
    update(
        "UPDATE notice_outbox SET state = 'WAITING', claim = NULL, claimed_until = NULL WHERE state = 'SENDING'"
            + left,
        now(),
        ofNode,
        ofStart);
    update(
        "UPDATE notice_outbox SET state = 'IN_DOUBT', words = ?, settled_at = ? WHERE state = 'AT_DOT'"
            + left,
        LOST,
        now(),
        now(),
        ofNode,
        ofStart);
  }

  @Override
  public Page<OutboxEntry> page(PageRequest request) {
    return new PagedSelect(SELECT, "o.id")
        .read(database, request, JdbcNoticeOutbox::entries, OutboxEntry::id);
  }

  @Override
  public OutboxEntry get(long id) {
    return list(SELECT + " WHERE o.id = ?", id).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new MailwrightException(
                    ErrorCode.NOT_FOUND, "There is no entry " + id + " in the outbox."));
  }

  @Override
  public void retry(long id) {
    OutboxState state = get(id).state();
    int again =
        update(
            """
            UPDATE notice_outbox
            SET state = 'WAITING', attempts = 0, since = ?, next_at = ?, claim = NULL, claimed_until = NULL,
                settled_at = NULL
            WHERE id = ? AND state IN ('WAITING', 'IN_DOUBT', 'FAILED')
            """,
            now(),
            now(),
            id);
    if (again == 0) {
      throw new MailwrightException(
          ErrorCode.NOT_REPEATABLE,
          state == OutboxState.SENT
              ? "It was sent already, and was left as it is."
              : "It is being sent in this moment. Nothing was changed; look again in a while.");
    }
  }

  @Override
  public void retryAll(Channel channel, String target, String words) {
    update(
        """
        UPDATE notice_outbox
        SET state = 'WAITING', attempts = 0, since = ?, next_at = ?, claim = NULL, claimed_until = NULL,
            settled_at = NULL
        WHERE channel = ? AND target = ? AND state = 'FAILED' AND words = ?
        """,
        now(),
        now(),
        channel.name(),
        target,
        words);
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private int update(String sql, Object... values) {
    return database.query(
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(sql)) {
            fill(update, values);
            return update.executeUpdate();
          }
        });
  }

  private List<OutboxEntry> list(String sql, Object... values) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            fill(select, values);
            return entries(select);
          }
        });
  }

  private static List<OutboxEntry> entries(PreparedStatement select) throws SQLException {
    List<OutboxEntry> entries = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        entries.add(entry(row));
      }
    }
    return entries;
  }

  private static void fill(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static OutboxEntry entry(ResultSet row) throws SQLException {
    OutboxState state = OutboxState.valueOf(row.getString("state"));
    return new OutboxEntry(
        row.getLong("entry_id"),
        JdbcNoticeRepository.notice(row),
        Channel.valueOf(row.getString("channel")),
        row.getString("target"),
        Language.valueOf(row.getString("language")),
        state,
        row.getInt("attempts"),
        row.getTimestamp("since").toInstant(),
        state == OutboxState.WAITING
            ? Optional.of(row.getTimestamp("next_at").toInstant())
            : Optional.empty(),
        Optional.ofNullable(row.getString("words")),
        Optional.ofNullable(row.getString("route")),
        Optional.ofNullable(row.getTimestamp("settled_at")).map(Timestamp::toInstant));
  }
}
