package io.mailwright.report.projection;

import io.mailwright.delivery.ledger.DeliveryState;
import jakarta.annotation.Nullable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Follows the deliveries of a lane that were passed while they could still change. */
final class OpenDeliveries {
  private final LaneScope scope;
  private final int most;

  /**
   * @param most of them that one transaction looks at
   */
  OpenDeliveries(LaneScope scope, int most) {
    this.scope = scope;
    this.most = most;
  }

  /**
   * One that changed.
   *
   * @param before as it was counted
   * @param now as it is; a claimed one as pending, since claims come and go
   * @param tries attempts that are counted
   */
  private record Changed(
      long id,
      Place before,
      Place after,
      DeliveryState was,
      DeliveryState now,
      @Nullable Long reason,
      int tries,
      int attempts,
      OptionalLong start,
      @Nullable Said said) {}

  /**
   * Counts what changed.
   *
   * @return whether that was all
   */
  boolean follow() throws SQLException {
    List<Changed> changed = changed();
    if (changed.isEmpty()) {
      return true;
    }
    for (Changed one : changed) {
      leave(one);
      arrive(one);
    }
    countTries(changed);
    forget(changed.stream().filter(one -> isEnd(one.now())).toList());
    keep(changed.stream().filter(one -> !isEnd(one.now())).toList());
    return changed.size() < most;
  }

  /** How many of them wait or are in hand, as far as they were followed. */
  long waiting() throws SQLException {
    try (PreparedStatement select =
        scope
            .connection()
            .prepareStatement(
                "SELECT COUNT(*) FROM report_open WHERE campaign_id = ? AND lane = ? AND state = 0")) {
      select.setLong(1, scope.campaignId());
      select.setInt(2, scope.lane().no());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static boolean isEnd(DeliveryState state) {
    return !state.isOpen() && state != DeliveryState.IN_DOUBT;
  }

  private List<Changed> changed() throws SQLException {
    try (PreparedStatement select =
        scope
            .connection()
            .prepareStatement(
                """
                SELECT o.delivery_id, o.domain, o.site, o.state AS was, o.attempts AS tries, o.route_id, o.reason,
                       CASE WHEN d.state = 1 THEN 0 ELSE d.state END AS now_state, d.attempts,
                       COALESCE(d.server_id, 0) AS route, %s AS in_hour,
                       %s
                FROM report_open o JOIN delivery d ON d.id = o.delivery_id
                WHERE o.campaign_id = ? AND o.lane = ?
                  AND (o.site IS NULL OR CASE WHEN d.state = 1 THEN 0 ELSE d.state END <> o.state
                       OR d.attempts <> o.attempts OR COALESCE(d.server_id, 0) <> o.route_id)
                LIMIT %d
                """
                    .formatted(scope.hourOf("d.settled_at"), Sql.SAID, most))) {
      select.setLong(1, scope.campaignId());
      select.setInt(2, scope.lane().no());
      List<Changed> changed = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          changed.add(changed(row));
        }
      }
      return changed;
    }
  }

  private Changed changed(ResultSet row) throws SQLException {
    String domain = row.getString("domain");
    String site = row.getString("site");
    long route = row.getLong("route");
    // What is counted of it stays with the site, also if the domain belongs to another by now.
    Place place =
        site == null
            ? scope.place(domain, route)
            : Place.of(domain, scope.lane().site(), site, route);
    long reason = row.getLong("reason");
    boolean hasReason = !row.wasNull();
    return new Changed(
        row.getLong("delivery_id"),
        place.by(row.getLong("route_id")),
        place,
        DeliveryState.ofCode(row.getInt("was")),
        DeliveryState.ofCode(row.getInt("now_state")),
        hasReason ? reason : null,
        row.getInt("tries"),
        row.getInt("attempts"),
        scope.startOf(row, "in_hour"),
        scope.said(row));
  }

  /** Takes back what it stands for no more. */
  private void leave(Changed one) {
    switch (one.was()) {
      case DEFERRED ->
          scope.tally().count(one.before(), OptionalLong.empty(), Measure.DEFERRED, -1);
      case IN_DOUBT ->
          scope.tally().count(one.before(), OptionalLong.empty(), Measure.IN_DOUBT, -1);
      case PENDING, CLAIMED, SENT, FAILED, EXPIRED, SUPPRESSED, CANCELLED -> {
        // A pending one stands for nothing, and of the others none is here.
      }
    }
    if (one.reason() != null) {
      scope.tally().takeBack(one.was().code(), one.reason(), 1);
    }
  }

  private void arrive(Changed one) {
    switch (one.now()) {
      case DEFERRED -> scope.tally().count(one.after(), one.start(), Measure.DEFERRED, 1);
      case IN_DOUBT -> {
        scope.tally().count(one.after(), one.start(), Measure.IN_DOUBT, 1);
        if (one.said() != null) {
          scope.tally().count(one.now().code(), one.said(), 1);
        }
      }
      case PENDING, CLAIMED -> {
        // Nothing is known of it yet.
      }
      case SENT, FAILED, EXPIRED, SUPPRESSED, CANCELLED ->
          scope.countSettled(
              one.after(), one.now(), one.attempts() > 1, one.start(), one.said(), 1);
    }
  }

  /**
   * A try is logged in the transaction that counts it in the row, so none up to there is missing.
   */
  private void countTries(List<Changed> changed) throws SQLException {
    Map<Long, Changed> tried =
        changed.stream()
            .filter(one -> one.attempts() > one.tries())
            .collect(Collectors.toMap(Changed::id, Function.identity()));
    if (tried.isEmpty()) {
      return;
    }
    try (PreparedStatement select =
        scope
            .connection()
            .prepareStatement(
                """
                SELECT a.delivery_id, a.attempt, COALESCE(a.server_id, 0) AS route, %s AS in_hour,
                       %s
                FROM attempt a JOIN delivery d ON d.id = a.delivery_id
                WHERE a.delivery_id = ANY(?) AND a.outcome = 3
                """
                    .formatted(scope.hourOf("a.at"), Sql.SAID_IN_TRY))) {
      select.setArray(
          1, scope.connection().createArrayOf("BIGINT", tried.keySet().toArray(Long[]::new)));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Changed one = tried.get(row.getLong("delivery_id"));
          int attempt = row.getInt("attempt");
          if (attempt > one.tries() && attempt <= one.attempts()) {
            scope.countTries(
                one.after().by(row.getLong("route")),
                scope.startOf(row, "in_hour"),
                scope.said(row),
                1);
          }
        }
      }
    }
  }

  private void forget(List<Changed> settled) throws SQLException {
    if (settled.isEmpty()) {
      return;
    }
    try (PreparedStatement delete =
        scope
            .connection()
            .prepareStatement(
                "DELETE FROM report_open WHERE campaign_id = ? AND lane = ? AND delivery_id = ANY(?)")) {
      delete.setLong(1, scope.campaignId());
      delete.setInt(2, scope.lane().no());
      delete.setArray(
          3,
          scope
              .connection()
              .createArrayOf("BIGINT", settled.stream().map(Changed::id).toArray(Long[]::new)));
      delete.executeUpdate();
    }
  }

  private void keep(List<Changed> open) throws SQLException {
    try (PreparedStatement update =
        scope
            .connection()
            .prepareStatement(
                """
                UPDATE report_open SET site = ?, state = ?, attempts = ?, route_id = ?, reason = ?
                WHERE campaign_id = ? AND lane = ? AND delivery_id = ?
                """)) {
      for (Changed one : open) {
        update.setString(1, one.after().site());
        update.setInt(2, one.now().code());
        update.setInt(3, one.attempts());
        update.setLong(4, one.after().route());
        update.setObject(
            5,
            one.now() == DeliveryState.IN_DOUBT && one.said() != null ? one.said().digest() : null,
            Types.BIGINT);
        update.setLong(6, scope.campaignId());
        update.setInt(7, scope.lane().no());
        update.setLong(8, one.id());
        update.addBatch();
      }
      update.executeBatch();
    }
  }
}
