package io.mailwright.routing.route;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notices that came back and blame the route that a mail took: who learned it writes it here, and
 * who looks after the routes reads it. Thread-safe.
 */
@ApplicationScoped
public class RouteBlames {
  private static final int LONGEST_WORDS = 500;

  private Database database;

  RouteBlames() {}

  /** For injection and tests. */
  @Inject
  public RouteBlames(Database database) {
    this.database = database;
  }

  /**
   * What a notice says.
   *
   * @param campaignId whose mail it is about
   * @param site who says so
   * @param words as they were said, cut to 500 characters
   * @param sentAt when the mail was sent by the route
   * @param at when the notice was read
   * @param identity what makes it this one and no other, up to 64 characters
   */
  public record Blame(
      long routeId,
      TroubleKind kind,
      long campaignId,
      String site,
      String words,
      Instant sentAt,
      Instant at,
      String identity) {}

  /**
   * Notices about one route that nothing was done for yet.
   *
   * @param kind the graver
   * @param campaignIds whose mails they are about
   * @param words of the last
   */
  public record Burst(
      long routeId, TroubleKind kind, int notices, Set<Long> campaignIds, String words) {
    private Burst and(Burst other) {
      Set<Long> all = new HashSet<>(campaignIds);
      all.addAll(other.campaignIds);
      return new Burst(
          routeId,
          kind == TroubleKind.REFUSED ? kind : other.kind,
          notices + other.notices,
          all,
          other.words);
    }
  }

  /** Notes a notice, once however often it is told. */
  public void record(Blame blame) {
    try {
      database.change(
          connection -> {
            try (PreparedStatement insert =
                connection.prepareStatement(
                    """
                    INSERT INTO route_blame (route_id, kind, campaign_id, site, words, sent_at, at, acted, identity)
                    SELECT CAST(? AS BIGINT), ?, CAST(? AS BIGINT), ?, ?, CAST(? AS TIMESTAMP WITH TIME ZONE),
                           CAST(? AS TIMESTAMP WITH TIME ZONE), FALSE, ?
                    WHERE NOT EXISTS (SELECT 1 FROM route_blame WHERE identity = ?)
                    """)) {
              insert.setLong(1, blame.routeId());
              insert.setString(2, blame.kind().name());
              insert.setLong(3, blame.campaignId());
              insert.setString(4, blame.site());
              insert.setString(5, Cut.to(blame.words(), LONGEST_WORDS));
              insert.setTimestamp(6, Timestamp.from(blame.sentAt()));
              insert.setTimestamp(7, Timestamp.from(blame.at()));
              insert.setString(8, blame.identity());
              insert.setString(9, blame.identity());
              insert.executeUpdate();
            }
          });
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
      // Another told the same at the same moment.
    }
  }

  /**
   * What came since a moment and nothing was done for, by route. A mail that was sent before the
   * route's last trouble was over says nothing about the time after it; nor does one that was sent
   * long ago, in a mailbox that was not read for a while or among stored mails that are read again.
   *
   * @param sentSince what was sent before it says nothing
   */
  public List<Burst> since(Instant moment, Instant sentSince) {
    return database.query(
        connection -> {
          Map<Long, Burst> bursts = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT b.route_id, b.kind, b.campaign_id, b.words FROM route_blame b
                  LEFT JOIN route_state s ON s.route_id = b.route_id
                  WHERE NOT b.acted AND b.at > ? AND b.sent_at > ? AND (COALESCE(s.changes, 0) = 0 OR b.sent_at >= s.since)
                  ORDER BY b.id
                  """)) {
            select.setTimestamp(1, Timestamp.from(moment));
            select.setTimestamp(2, Timestamp.from(sentSince));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                bursts.merge(row.getLong(1), read(row), Burst::and);
              }
            }
          }
          return new ArrayList<>(bursts.values());
        });
  }

  private static Burst read(ResultSet row) throws SQLException {
    return new Burst(
        row.getLong(1),
        TroubleKind.valueOf(row.getString(2)),
        1,
        Set.of(row.getLong(3)),
        row.getString(4));
  }

  /**
   * Takes what is to be done for a route.
   *
   * @return whether there was anything: of two nodes that see the same, one does it
   */
  public boolean take(long routeId) {
    return database.query(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE route_blame SET acted = TRUE WHERE route_id = ? AND NOT acted")) {
            update.setLong(1, routeId);
            return update.executeUpdate() > 0;
          }
        });
  }

  /** Forgets what is older. */
  public void forgetBefore(Instant moment) {
    database.change(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM route_blame WHERE at < ?")) {
            delete.setTimestamp(1, Timestamp.from(moment));
            delete.executeUpdate();
          }
        });
  }
}
