package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import io.mailwright.routing.route.RouteView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

@ApplicationScoped
class JdbcDeliveryQuery implements DeliveryQuery {
  /** The lane is joined only where it holds an open row for longer than the row itself says. */
  private static final String SELECT =
      """
      SELECT d.id, d.campaign_id, d.contact_id, d.email_key, d.state, d.attempts, d.claimed_at,
             d.first_try_at, d.settled_at, d.reply_code, d.enhanced_status, d.reply_text,
             COALESCE(l.ready_at, d.due_at) AS next_at, COALESCE(l.why, d.why) AS why,
             c.email, v.name AS server_name, s.address AS source, k.from_address
      FROM delivery d
      JOIN campaign k ON k.id = d.campaign_id
      LEFT JOIN lane l ON l.campaign_id = d.campaign_id AND l.no = d.lane AND d.state IN (0, 3)
        AND l.owner IS NULL AND l.why IS NOT NULL AND (d.due_at IS NULL OR d.due_at < l.ready_at)
      LEFT JOIN contact c ON c.id = d.contact_id
      LEFT JOIN server_source s ON s.id = d.server_id
      LEFT JOIN mail_server v ON v.id = COALESCE(s.server_id, d.server_id)
      WHERE d.campaign_id = ?
        AND d.id >= (SELECT MIN(first_id) FROM lane_range WHERE campaign_id = ?)
        AND d.id <= (SELECT MAX(last_id) FROM lane_range WHERE campaign_id = ?)
      """;

  private Database database;
  private MessageIds messageIds;

  JdbcDeliveryQuery() {}

  @Inject
  JdbcDeliveryQuery(Database database, MessageIds messageIds) {
    this.database = database;
    this.messageIds = messageIds;
  }

  @Override
  public List<DeliveryView> list(long campaignId, Filter filter) {
    boolean fromStart = filter.after() == 0;
    String sql =
        SELECT
            + inStates(filter.states())
            + cameBack(filter.cameBack())
            + (fromStart ? "" : filter.descending() ? " AND d.id < ?" : " AND d.id > ?")
            + (filter.text().isPresent()
                ? " AND (d.email_key LIKE ? ESCAPE '!' OR LOWER(d.reply_text) LIKE ? ESCAPE '!' OR LOWER(COALESCE(l.why, d.why)) LIKE ? ESCAPE '!')"
                : "")
            + " ORDER BY d.id"
            + (filter.descending() ? " DESC" : "")
            + " LIMIT ?";
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            int at = 1;
            select.setLong(at++, campaignId);
            select.setLong(at++, campaignId);
            select.setLong(at++, campaignId);
            if (!filter.cameBack().isEmpty()) {
              select.setLong(at++, campaignId);
            }
            if (!fromStart) {
              select.setLong(at++, filter.after());
            }
            if (filter.text().isPresent()) {
              String pattern = "%" + escaped(filter.text().get().toLowerCase(Locale.ROOT)) + "%";
              select.setString(at++, pattern);
              select.setString(at++, pattern);
              select.setString(at++, pattern);
            }
            select.setInt(at, filter.limit());
            List<DeliveryView> page = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                page.add(view(row));
              }
            }
            return page;
          }
        });
  }

  private static String inStates(Set<DeliveryState> states) {
    return states.isEmpty()
        ? ""
        : states.stream()
            .map(s -> String.valueOf(s.code()))
            .sorted()
            .collect(Collectors.joining(", ", " AND d.state IN (", ")"));
  }

  /**
   * Each row is looked up by its address. Where nothing of the kinds ever came back, as the
   * campaign's counts say, no row is read.
   */
  private static String cameBack(Set<Integer> kinds) {
    return kinds.isEmpty()
        ? ""
        : """
           AND EXISTS (SELECT 1 FROM feedback_count n WHERE n.campaign_id = ? AND n.kind IN (%1$s) AND n.recipients > 0)
           AND EXISTS (SELECT 1 FROM feedback_event e WHERE e.email_key = d.email_key
                       AND e.campaign_id = d.campaign_id AND e.kind IN (%1$s))
          """
            .formatted(
                kinds.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  @Override
  public Optional<DeliveryView> find(long campaignId, long deliveryId) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT + " AND d.id = ?")) {
            select.setLong(1, campaignId);
            select.setLong(2, campaignId);
            select.setLong(3, campaignId);
            select.setLong(4, deliveryId);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(view(row)) : Optional.empty();
            }
          }
        });
  }

  @Override
  public void forEach(long campaignId, Set<DeliveryState> states, Consumer<DeliveryView> reader) {
    long after = 0;
    List<DeliveryView> page;
    do {
      page = list(campaignId, new Filter(states, Optional.empty(), after, 1000, false));
      page.forEach(reader);
      after = page.isEmpty() ? after : page.get(page.size() - 1).id();
    } while (!page.isEmpty());
  }

  @Override
  public DeliveryCounts counts(long campaignId) {
    return counts(List.of(campaignId)).getOrDefault(campaignId, new DeliveryCounts(Map.of()));
  }

  @Override
  public Map<Long, DeliveryCounts> counts(Collection<Long> campaignIds) {
    if (campaignIds.isEmpty()) {
      return Map.of();
    }
    String marks = String.join(", ", Collections.nCopies(campaignIds.size(), "?"));
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT campaign_id, state, SUM(n) FROM lane_count WHERE campaign_id IN ("
                      + marks
                      + ") GROUP BY campaign_id, state")) {
            int at = 1;
            for (Long id : campaignIds) {
              select.setLong(at++, id);
            }
            Map<Long, Map<DeliveryState, Long>> counts = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                counts
                    .computeIfAbsent(row.getLong(1), id -> new EnumMap<>(DeliveryState.class))
                    .put(DeliveryState.ofCode(row.getInt(2)), row.getLong(3));
              }
            }
            return counts.entrySet().stream()
                .collect(
                    Collectors.toMap(Map.Entry::getKey, e -> new DeliveryCounts(e.getValue())));
          }
        });
  }

  private DeliveryView view(ResultSet row) throws SQLException {
    String email = row.getString("email");
    String key = row.getString("email_key");
    int code = row.getInt("reply_code");
    Optional<Integer> replyCode = row.wasNull() ? Optional.empty() : Optional.of(code);
    DeliveryState state = DeliveryState.ofCode(row.getInt("state"));
    Optional<String> source = Optional.ofNullable(row.getString("source"));
    return new DeliveryView(
        row.getLong("id"),
        row.getLong("contact_id"),
        email == null ? key : email,
        state,
        row.getInt("attempts"),
        instant(row, "next_at"),
        Optional.ofNullable(row.getString("server_name"))
            .map(name -> RouteView.nameOf(name, source)),
        replyCode,
        Optional.ofNullable(row.getString("enhanced_status")),
        Optional.ofNullable(row.getString("reply_text")),
        // What held it before it was claimed does so no more.
        Optional.ofNullable(row.getString("why")).filter(why -> state != DeliveryState.CLAIMED),
        messageIds.of(row.getLong("campaign_id"), key, row.getString("from_address")),
        instant(row, "claimed_at"),
        instant(row, "first_try_at"),
        instant(row, "settled_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
