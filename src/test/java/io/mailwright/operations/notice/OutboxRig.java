package io.mailwright.operations.notice;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.testing.SettableClock;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node with its notices and outbox on a test database; several make several nodes. */
public final class OutboxRig {
  public static final Instant START = Instant.parse("2026-12-01T09:00:00Z");
  public static final Map<String, String> BY_MAIL =
      Map.of(
          "mailwright.notice.from", "bounce@example.com",
          "mailwright.notice.to", "ann@example.net");

  public final Database database;
  public final SettableClock clock;
  public final NoticeRepository notices;
  public final NoticeOutbox outbox;

  OutboxRig(Database database, SettableClock clock, Map<String, String> settings, long start) {
    this.database = database;
    this.clock = clock;
    this.notices = TestNotices.of(database, clock, settings);
    this.outbox = new JdbcNoticeOutbox(database, new NodeIdentity("node_1", start), clock);
  }

  public static OutboxRig on(Database database) {
    return new OutboxRig(database, new SettableClock(START), BY_MAIL, 1);
  }

  /** As another node sees it, or the same one after another start. */
  public NoticeOutbox outboxOf(String node, long start) {
    return new JdbcNoticeOutbox(database, new NodeIdentity(node, start), clock);
  }

  public boolean say(String kind, Optional<Long> campaign, String key) {
    return notices.say("info", kind, campaign, Optional.empty(), "Something", "happened", key);
  }

  public List<OutboxEntry> entries() {
    return outbox.page(PageRequest.first(100)).items();
  }

  public List<String> targets() {
    return entries().stream().map(OutboxEntry::target).toList();
  }

  public OutboxState state(long id) {
    return outbox.get(id).state();
  }

  public void run(String sql, Object... values) {
    database.change(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
          }
        });
  }

  public void user(long id, String name, String role, String email, String kinds) {
    run(
        """
        INSERT INTO app_user (id, version, name, password_hash, role, created_at, email, language, notice_kinds)
        VALUES (?, 1, ?, 'x', ?, CURRENT_TIMESTAMP, ?, 'ZH', ?)
        """,
        id,
        name,
        role,
        email,
        kinds);
  }
}
