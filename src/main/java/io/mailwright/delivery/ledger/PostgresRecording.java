package io.mailwright.delivery.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Records by one statement that takes the outcomes as arrays: rows, attempt log and counts. */
final class PostgresRecording implements Recording {
  private static final String SQL =
      """
      WITH brought AS (
        SELECT id, fence, attempts, lane, becomes, tries, TIMESTAMP WITH TIME ZONE 'epoch' + at * INTERVAL '1 microsecond' AS at,
            TIMESTAMP WITH TIME ZONE 'epoch' + due_at * INTERVAL '1 microsecond' AS due_at,
            why, server_id, reply_code, enhanced_status, reply_text, doubt, tried_earlier
        FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS INTEGER[]), CAST(? AS INTEGER[]),
            CAST(? AS INTEGER[]), CAST(? AS INTEGER[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS TEXT[]),
            CAST(? AS BIGINT[]), CAST(? AS INTEGER[]), CAST(? AS TEXT[]), CAST(? AS TEXT[]), CAST(? AS INTEGER[]),
            CAST(? AS BOOLEAN[]))
          AS u (id, fence, attempts, lane, becomes, tries, at, due_at, why, server_id, reply_code, enhanced_status,
              reply_text, doubt, tried_earlier)
      ), changed AS (
        UPDATE delivery d SET
          state = b.becomes,
          attempts = b.attempts + b.tries,
          due_at = b.due_at,
          why = b.why,
          server_id = COALESCE(b.server_id, d.server_id),
          reply_code = COALESCE(b.reply_code, d.reply_code),
          enhanced_status = COALESCE(b.enhanced_status, d.enhanced_status),
          reply_text = COALESCE(b.reply_text, d.reply_text),
          first_try_at = CASE WHEN b.tries = 1
            THEN COALESCE(d.first_try_at, CASE WHEN b.tried_earlier THEN d.claimed_at END, b.at)
            ELSE d.first_try_at END,
          settled_at = CASE WHEN b.becomes IN (0, 3) THEN NULL ELSE b.at END,
          doubt = b.doubt
        FROM brought b
        WHERE d.id = b.id AND d.fence = b.fence AND d.attempts = b.attempts AND %1$s
        RETURNING b.*
      ), logged AS (
        INSERT INTO attempt (delivery_id, attempt, campaign_id, fence, at, server_id, outcome, reply_code,
            enhanced_status, reply_text)
        SELECT id, attempts + 1, ?, fence, at, server_id, becomes, reply_code, enhanced_status, reply_text
        FROM changed WHERE tries = 1 AND becomes IN (%3$s)
      ), counted AS (
        UPDATE lane_count k SET n = k.n + delta.n
        FROM (SELECT lane, state, SUM(n) AS n
              FROM (SELECT lane, %2$d AS state, -1 AS n FROM changed
                    UNION ALL SELECT lane, becomes, 1 FROM changed) each
              GROUP BY lane, state) delta
        WHERE k.campaign_id = ? AND k.lane = delta.lane AND k.state = delta.state
      )
      SELECT id, attempts FROM changed
      """;

  private static final String TRIED_AGAIN =
      Arrays.stream(DeliveryState.values())
          .filter(DeliveryState::mayBeTriedAgain)
          .map(state -> String.valueOf(state.code()))
          .collect(Collectors.joining(", "));

  private record Key(long id, int attempts) {}

  @Override
  public List<Settlement> record(
      Connection connection, long campaignId, List<Settlement> settlements, From from)
      throws SQLException {
    List<SettledRow> rows = settlements.stream().map(SettledRow::of).toList();
    Set<Key> changed = new HashSet<>();
    String sql =
        IndexPlans.SETTINGS + SQL.formatted(from.condition("d."), from.state().code(), TRIED_AGAIN);
    try (PreparedStatement record = connection.prepareStatement(sql)) {
      Columns columns = new Columns(connection, record, settlements, rows);
      columns.add("int8", (s, row) -> s.claim().deliveryId());
      columns.add("int8", (s, row) -> s.claim().fence());
      columns.add("int4", (s, row) -> s.claim().attempts());
      columns.add("int4", (s, row) -> s.claim().lane());
      columns.add("int4", (s, row) -> row.state());
      columns.add("int4", (s, row) -> row.tries());
      columns.add("int8", (s, row) -> micros(row.at()));
      columns.add("int8", (s, row) -> row.dueAt() == null ? null : micros(row.dueAt()));
      columns.add("text", (s, row) -> row.why());
      columns.add("int8", (s, row) -> row.serverId());
      columns.add("int4", (s, row) -> row.replyCode());
      columns.add("text", (s, row) -> row.enhancedStatus());
      columns.add("text", (s, row) -> row.replyText());
      columns.add("int4", (s, row) -> row.doubt());
      columns.add("bool", (s, row) -> row.isTriedEarlier());
      record.setLong(columns.next(), campaignId);
      record.setLong(columns.next(), campaignId);
      try (ResultSet row = IndexPlans.query(record)) {
        while (row.next()) {
          changed.add(new Key(row.getLong(1), row.getInt(2)));
        }
      }
    }
    List<Settlement> recorded = new ArrayList<>();
    for (Settlement s : settlements) {
      if (changed.remove(new Key(s.claim().deliveryId(), s.claim().attempts()))) {
        recorded.add(s);
      }
    }
    return recorded;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** The arrays of a statement, one a column. */
  private static final class Columns {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<Settlement> settlements;
    private final List<SettledRow> rows;
    private int last;

    Columns(
        Connection connection,
        PreparedStatement statement,
        List<Settlement> settlements,
        List<SettledRow> rows) {
      this.connection = connection;
      this.statement = statement;
      this.settlements = settlements;
      this.rows = rows;
    }

    void add(String type, BiFunction<Settlement, SettledRow, Object> value) throws SQLException {
      Object[] values = new Object[rows.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value.apply(settlements.get(i), rows.get(i));
      }
      statement.setArray(next(), connection.createArrayOf(type, values));
    }

    int next() {
      return ++last;
    }
  }
}
