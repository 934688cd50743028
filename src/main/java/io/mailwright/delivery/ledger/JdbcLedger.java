package io.mailwright.delivery.ledger;

import static io.mailwright.delivery.ledger.DeliveryState.CANCELLED;
import static io.mailwright.delivery.ledger.DeliveryState.CLAIMED;
import static io.mailwright.delivery.ledger.DeliveryState.DEFERRED;
import static io.mailwright.delivery.ledger.DeliveryState.IN_DOUBT;
import static io.mailwright.delivery.ledger.DeliveryState.PENDING;
import static io.mailwright.delivery.ledger.DeliveryState.SENT;
import static io.mailwright.delivery.ledger.DeliveryState.SUPPRESSED;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.smtp.SmtpReply;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@ApplicationScoped
class JdbcLedger implements Ledger {
  private static final Timestamp NEVER = Timestamp.from(Instant.parse("9999-12-31T00:00:00Z"));
  private static final int MOST_IDS_A_STATEMENT = 1000;

  private Database database;
  private Clock clock;

  JdbcLedger() {}

  @Inject
  JdbcLedger(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<LaneHold> takeLane(long campaignId, String owner) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT no, site, fence FROM lane
                  WHERE campaign_id = ? AND owner IS NULL AND ready_at <= ?
                  ORDER BY ready_at, no
                  LIMIT 1 FOR UPDATE SKIP LOCKED
                  """)) {
            select.setLong(1, campaignId);
            select.setTimestamp(2, now());
            try (ResultSet row = select.executeQuery()) {
              if (!row.next()) {
                return Optional.empty();
              }
              LaneHold hold =
                  new LaneHold(
                      campaignId, row.getInt(1), row.getString(2), owner, row.getLong(3) + 1);
              take(connection, hold);
              return Optional.of(hold);
            }
          }
        });
  }

  private static void take(Connection connection, LaneHold hold) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane SET owner = ?, fence = ?, why = NULL WHERE campaign_id = ? AND no = ?")) {
      update.setString(1, hold.owner());
      update.setLong(2, hold.fence());
      update.setLong(3, hold.campaignId());
      update.setInt(4, hold.no());
      update.executeUpdate();
    }
  }

  @Override
  public List<ClaimedDelivery> claim(LaneHold lane, long fence, long incarnation, int limit) {
    return database.query(
        connection -> {
          List<DueRow> due = dueRows(connection, lane, fence, limit);
          List<Long> suppressed =
              due.stream().filter(DueRow::isSuppressed).map(DueRow::id).toList();
          List<Long> gone =
              due.stream().filter(d -> !d.isSuppressed() && d.isGone()).map(DueRow::id).toList();
          List<DueRow> mine = due.stream().filter(d -> !d.isSuppressed() && !d.isGone()).toList();
          CountDeltas counts = new CountDeltas(lane.campaignId());
          leaveOut(
              connection,
              due,
              suppressed,
              SUPPRESSED,
              "the address was suppressed meanwhile",
              counts);
          leaveOut(connection, due, gone, CANCELLED, "the contact was deleted meanwhile", counts);
          mark(connection, mine, fence, incarnation, counts);
          counts.write(connection);
          return mine.stream().map(DueRow::claim).toList();
        });
  }

  /**
   * A due row as read; the rows of a held lane are changed by its holder only, and by operators
   * under these conditions.
   */
  private record DueRow(
      ClaimedDelivery claim, DeliveryState state, boolean isSuppressed, boolean isGone) {
    long id() {
      return claim.id();
    }
  }

  private List<DueRow> dueRows(Connection connection, LaneHold lane, long fence, int limit)
      throws SQLException {
    List<DueRow> due = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT d.id, d.contact_id, d.state, d.attempts, d.first_try_at, d.email_key,
                   c.email, c.name, c.locale, c.timezone, c.attributes, s.id AS suppression_id
            FROM (SELECT id, contact_id, state, attempts, first_try_at, email_key FROM delivery
                  WHERE campaign_id = ? AND lane = ? AND state IN (0, 3) AND (due_at IS NULL OR due_at <= ?)
                  ORDER BY id LIMIT ? FOR UPDATE) d
            LEFT JOIN contact c ON c.id = d.contact_id
            LEFT JOIN suppression s ON s.email_key = d.email_key
            ORDER BY d.id
            """
                .replace(
                    " FOR UPDATE",
                    // H2 cannot lock in a derived table; its row locks come with the UPDATE that
                    // follows.
                    database.dialect().pick("", " FOR UPDATE")))) {
      select.setLong(1, lane.campaignId());
      select.setInt(2, lane.no());
      select.setTimestamp(3, now());
      select.setInt(4, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String email = row.getString("email");
          String key = row.getString("email_key");
          ClaimedDelivery claim =
              new ClaimedDelivery(
                  row.getLong("id"),
                  row.getLong("contact_id"),
                  lane.no(),
                  row.getInt("attempts"),
                  fence,
                  instant(row, "first_try_at"),
                  email == null ? key : email,
                  key,
                  Optional.ofNullable(row.getString("name")),
                  Optional.ofNullable(row.getString("locale")),
                  Optional.ofNullable(row.getString("timezone")),
                  Optional.ofNullable(row.getString("attributes")));
          due.add(
              new DueRow(
                  claim,
                  DeliveryState.ofCode(row.getInt("state")),
                  row.getObject("suppression_id") != null,
                  email == null));
        }
      }
    }
    return due;
  }

  private void leaveOut(
      Connection connection,
      List<DueRow> due,
      List<Long> ids,
      DeliveryState to,
      String why,
      CountDeltas counts)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE delivery SET state = ?, why = ?, due_at = NULL, settled_at = ? WHERE id = ? AND state = ?")) {
      List<DueRow> rows = due.stream().filter(d -> ids.contains(d.id())).toList();
      for (DueRow row : rows) {
        update.setInt(1, to.code());
        update.setString(2, why);
        update.setTimestamp(3, now());
        update.setLong(4, row.id());
        update.setInt(5, row.state().code());
        update.addBatch();
      }
      int[] changed = update.executeBatch();
      for (int i = 0; i < changed.length; i++) {
        counts.move(rows.get(i).claim().lane(), rows.get(i).state(), to, changed[i]);
      }
    }
  }

  private void mark(
      Connection connection, List<DueRow> rows, long fence, long incarnation, CountDeltas counts)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE delivery SET state = 1, fence = ?, incarnation = ?, claimed_at = ? WHERE id = ANY(?)")) {
      update.setLong(1, fence);
      update.setLong(2, incarnation);
      update.setTimestamp(3, now());
      update.setArray(
          4,
          connection.createArrayOf("BIGINT", rows.stream().map(DueRow::id).toArray(Long[]::new)));
      update.executeUpdate();
    }
    for (DueRow row : rows) {
      counts.move(row.claim().lane(), row.state(), CLAIMED, 1);
    }
  }

  @Override
  public int settle(long campaignId, Collection<Settlement> settlements) {
    if (settlements.isEmpty()) {
      return 0;
    }
    List<Settlement> all = List.copyOf(settlements);
    return database.query(
        connection -> {
          int[] changed = updateRows(connection, all);
          CountDeltas counts = new CountDeltas(campaignId);
          List<Settlement> tried = new ArrayList<>();
          int rows = 0;
          for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
              rows++;
              Settlement s = all.get(i);
              counts.move(s.claim().lane(), CLAIMED, s.state(), 1);
              if (s.wasTried()) {
                tried.add(s);
              }
            }
          }
          logAttempts(connection, campaignId, tried);
          counts.write(connection);
          return rows;
        });
  }

  private static int[] updateRows(Connection connection, List<Settlement> settlements)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE delivery SET state = ?, attempts = ?, due_at = ?, why = ?, server_id = COALESCE(?, server_id),
                reply_code = COALESCE(?, reply_code), enhanced_status = COALESCE(?, enhanced_status),
                reply_text = COALESCE(?, reply_text), first_try_at = COALESCE(first_try_at, ?), settled_at = ?
            WHERE id = ? AND state = 1 AND fence = ? AND attempts = ?
            """)) {
      for (Settlement s : settlements) {
        ClaimedDelivery claim = s.claim();
        Timestamp at = Timestamp.from(s.at());
        update.setInt(1, s.state().code());
        update.setInt(2, claim.attempts() + (s.wasTried() ? 1 : 0));
        update.setTimestamp(3, s.dueAt().map(Timestamp::from).orElse(null));
        update.setString(4, s.why().map(JdbcLedger::short1000).orElse(null));
        setLong(update, 5, s.serverId());
        setReply(update, 6, s.reply());
        update.setTimestamp(9, s.wasTried() ? at : null);
        update.setTimestamp(10, s.state().isOpen() ? null : at);
        update.setLong(11, claim.id());
        update.setLong(12, claim.fence());
        update.setInt(13, claim.attempts());
        update.addBatch();
      }
      return update.executeBatch();
    }
  }

  private static void logAttempts(Connection connection, long campaignId, List<Settlement> tried)
      throws SQLException {
    if (tried.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO attempt (delivery_id, attempt, campaign_id, fence, at, server_id, outcome,
                reply_code, enhanced_status, reply_text)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (Settlement s : tried) {
        insert.setLong(1, s.claim().id());
        insert.setInt(2, s.claim().attempts() + 1);
        insert.setLong(3, campaignId);
        insert.setLong(4, s.claim().fence());
        insert.setTimestamp(5, Timestamp.from(s.at()));
        setLong(insert, 6, s.serverId());
        insert.setInt(7, s.state().code());
        setReply(insert, 8, s.reply());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void setReply(PreparedStatement statement, int at, Optional<SmtpReply> reply)
      throws SQLException {
    if (reply.isPresent()) {
      statement.setInt(at, reply.get().code());
    } else {
      statement.setNull(at, Types.SMALLINT);
    }
    statement.setString(
        at + 1, reply.flatMap(SmtpReply::status).map(Object::toString).orElse(null));
    statement.setString(at + 2, reply.map(SmtpReply::text).map(JdbcLedger::short1000).orElse(null));
  }

  private static void setLong(PreparedStatement statement, int at, Optional<Long> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setLong(at, value.get());
    } else {
      statement.setNull(at, Types.BIGINT);
    }
  }

  private static String short1000(String text) {
    return text.length() <= 1000 ? text : text.substring(0, 1000);
  }

  @Override
  public void giveBack(LaneHold lane, Optional<Instant> notBefore, Optional<String> why) {
    database.change(
        connection -> {
          Timestamp next = nextDue(connection, lane);
          Timestamp ready =
              notBefore
                  .map(Timestamp::from)
                  .filter(t -> !next.equals(NEVER) && t.after(next))
                  .orElse(next);
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE lane SET owner = NULL, ready_at = ?, why = ?
                  WHERE campaign_id = ? AND no = ? AND owner = ? AND fence = ?
                  """)) {
            update.setTimestamp(1, ready);
            update.setString(2, why.map(JdbcLedger::short1000).orElse(null));
            update.setLong(3, lane.campaignId());
            update.setInt(4, lane.no());
            update.setString(5, lane.owner());
            update.setLong(6, lane.fence());
            update.executeUpdate();
          }
        });
  }

  private Timestamp nextDue(Connection connection, LaneHold lane) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT CASE WHEN EXISTS (SELECT 1 FROM delivery WHERE campaign_id = ? AND lane = ?
                                     AND state IN (0, 3) AND due_at IS NULL) THEN 1 ELSE 0 END,
                   (SELECT MIN(due_at) FROM delivery WHERE campaign_id = ? AND lane = ? AND state IN (0, 3))
            """)) {
      select.setLong(1, lane.campaignId());
      select.setInt(2, lane.no());
      select.setLong(3, lane.campaignId());
      select.setInt(4, lane.no());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        if (row.getInt(1) == 1) {
          return now();
        }
        Timestamp due = row.getTimestamp(2);
        return due == null ? NEVER : due;
      }
    }
  }

  @Override
  public Optional<Instant> nextReady(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT MIN(ready_at) FROM lane WHERE campaign_id = ?")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return Optional.ofNullable(row.getTimestamp(1))
                  .filter(t -> !t.equals(NEVER))
                  .map(Timestamp::toInstant);
            }
          }
        });
  }

  @Override
  public boolean isAnyLaneHeld(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT 1 FROM lane WHERE campaign_id = ? AND owner IS NOT NULL LIMIT 1")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  @Override
  public long settleStaleClaims(long campaignId, long fence, boolean resend) {
    String claimedElsewhere = "campaign_id = ? AND state = 1 AND (fence IS NULL OR fence <> ?)";
    DeliveryState to = resend ? PENDING : IN_DOUBT;
    return database.query(
        connection -> {
          long settled = 0;
          CountDeltas counts = new CountDeltas(campaignId);
          for (int lane : lanesWith(connection, claimedElsewhere, campaignId, fence)) {
            try (PreparedStatement update =
                connection.prepareStatement(
                    "UPDATE delivery SET state = ?, why = ?, due_at = NULL, settled_at = ?, first_try_at = COALESCE(first_try_at, claimed_at) WHERE "
                        + claimedElsewhere
                        + " AND lane = ?")) {
              update.setInt(1, to.code());
              update.setString(
                  2,
                  resend
                      ? "the run that had claimed it ended without an answer; sent again by the campaign's policy"
                      : "the run that had claimed it ended without an answer: it may have been accepted");
              update.setTimestamp(3, resend ? null : now());
              update.setLong(4, campaignId);
              update.setLong(5, fence);
              update.setInt(6, lane);
              int rows = update.executeUpdate();
              settled += rows;
              counts.move(lane, CLAIMED, to, rows);
            }
          }
          counts.write(connection);
          freeLanes(connection, campaignId, resend && settled > 0);
          return settled;
        });
  }

  private static List<Integer> lanesWith(
      Connection connection, String condition, long campaignId, long fence) throws SQLException {
    List<Integer> lanes = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT DISTINCT lane FROM delivery WHERE " + condition + " ORDER BY lane")) {
      select.setLong(1, campaignId);
      select.setLong(2, fence);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lanes.add(row.getInt(1));
        }
      }
    }
    return lanes;
  }

  private void freeLanes(Connection connection, long campaignId, boolean allReady)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane SET owner = NULL, fence = fence + 1, ready_at = CASE WHEN owner IS NOT NULL OR ? THEN ? ELSE ready_at END WHERE campaign_id = ?")) {
      update.setBoolean(1, allReady);
      update.setTimestamp(2, now());
      update.setLong(3, campaignId);
      update.executeUpdate();
    }
  }

  @Override
  public int settleInDoubt(long campaignId, boolean asSent, List<Long> deliveryIds, String why) {
    if (deliveryIds.isEmpty()) {
      return settleInDoubtWhere(campaignId, asSent, List.of(), why);
    }
    int changed = 0;
    for (int from = 0; from < deliveryIds.size(); from += MOST_IDS_A_STATEMENT) {
      int to = Math.min(deliveryIds.size(), from + MOST_IDS_A_STATEMENT);
      changed += settleInDoubtWhere(campaignId, asSent, deliveryIds.subList(from, to), why);
    }
    return changed;
  }

  private int settleInDoubtWhere(long campaignId, boolean asSent, List<Long> ids, String why) {
    DeliveryState to = asSent ? SENT : PENDING;
    return database.query(
        connection -> {
          String which =
              "campaign_id = ? AND state = 6" + (ids.isEmpty() ? "" : " AND id = ANY(?)");
          CountDeltas counts = new CountDeltas(campaignId);
          int changed = 0;
          for (int lane : lanesInDoubt(connection, which, campaignId, ids)) {
            try (PreparedStatement update =
                connection.prepareStatement(
                    "UPDATE delivery SET state = ?, why = ?, due_at = NULL, settled_at = ? WHERE lane = ? AND "
                        + which)) {
              update.setInt(1, to.code());
              update.setString(2, why);
              update.setTimestamp(3, asSent ? now() : null);
              update.setInt(4, lane);
              update.setLong(5, campaignId);
              if (!ids.isEmpty()) {
                update.setArray(6, connection.createArrayOf("BIGINT", ids.toArray()));
              }
              int rows = update.executeUpdate();
              changed += rows;
              counts.move(lane, IN_DOUBT, to, rows);
              if (!asSent && rows > 0) {
                wake(connection, campaignId, lane);
              }
            }
          }
          counts.write(connection);
          return changed;
        });
  }

  private static List<Integer> lanesInDoubt(
      Connection connection, String which, long campaignId, List<Long> ids) throws SQLException {
    List<Integer> lanes = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT DISTINCT lane FROM delivery WHERE " + which + " ORDER BY lane")) {
      select.setLong(1, campaignId);
      if (!ids.isEmpty()) {
        select.setArray(2, connection.createArrayOf("BIGINT", ids.toArray()));
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lanes.add(row.getInt(1));
        }
      }
    }
    return lanes;
  }

  private void wake(Connection connection, long campaignId, int lane) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE lane SET ready_at = ? WHERE campaign_id = ? AND no = ?")) {
      update.setTimestamp(1, now());
      update.setLong(2, campaignId);
      update.setInt(3, lane);
      update.executeUpdate();
    }
  }

  @Override
  public long cancelOpen(long campaignId, String why) {
    return database.query(
        connection -> {
          CountDeltas counts = new CountDeltas(campaignId);
          long cancelled = 0;
          for (DeliveryState from : List.of(PENDING, DEFERRED)) {
            for (int lane :
                lanesWith(connection, "campaign_id = ? AND state = ?", campaignId, from.code())) {
              try (PreparedStatement update =
                  connection.prepareStatement(
                      "UPDATE delivery SET state = 8, why = ?, due_at = NULL, settled_at = ? WHERE campaign_id = ? AND lane = ? AND state = ?")) {
                update.setString(1, why);
                update.setTimestamp(2, now());
                update.setLong(3, campaignId);
                update.setInt(4, lane);
                update.setInt(5, from.code());
                int rows = update.executeUpdate();
                cancelled += rows;
                counts.move(lane, from, CANCELLED, rows);
              }
            }
          }
          counts.write(connection);
          return cancelled;
        });
  }

  @Override
  public Set<String> suppressedOf(Collection<String> emailKeys) {
    if (emailKeys.isEmpty()) {
      return Set.of();
    }
    return database.query(
        connection -> {
          Set<String> suppressed = new HashSet<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT email_key FROM suppression WHERE email_key = ANY(?)")) {
            select.setArray(1, connection.createArrayOf("VARCHAR", emailKeys.toArray()));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                suppressed.add(row.getString(1));
              }
            }
          }
          return suppressed;
        });
  }

  @Override
  public long suppressedAmongOpen(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT COUNT(*) FROM suppression s
                  JOIN delivery d ON d.email_key = s.email_key
                  WHERE d.campaign_id = ? AND d.state IN (0, 3)
                  """)) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  @Override
  public boolean countsAgree(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT COUNT(*) FROM lane_count k
                  LEFT JOIN (SELECT lane, state, COUNT(*) AS n FROM delivery WHERE campaign_id = ?
                             GROUP BY lane, state) r ON r.lane = k.lane AND r.state = k.state
                  WHERE k.campaign_id = ? AND k.n <> COALESCE(r.n, 0)
                  """)) {
            select.setLong(1, campaignId);
            select.setLong(2, campaignId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1) == 0;
            }
          }
        });
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
