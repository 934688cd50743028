package io.mailwright.routing.brake;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Canaries and breakers in the database. Each method is a short transaction of its own. A campaign
 * runs on one node at a time, under its lease, so one node writes them; a person may let go on from
 * any.
 */
@ApplicationScoped
class BrakeStore implements BrakeRecords {
  private static final int LONGEST_WHY = 1000;

  private Database database;

  BrakeStore() {}

  @Inject
  BrakeStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<CanaryState> canary(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT phase, look_at, why, complaints FROM campaign_canary WHERE campaign_id = ?")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new CanaryState(
                          CanaryPhase.valueOf(row.getString(1)),
                          instant(row, 2),
                          row.getString(3) == null ? "" : row.getString(3),
                          row.getLong(4)))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public void save(long campaignId, CanaryState state) {
    database.change(
        connection -> {
          if (updateCanary(connection, campaignId, state) == 0) {
            insertCanary(connection, campaignId, state);
          }
        });
  }

  private static int updateCanary(Connection connection, long campaignId, CanaryState state)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE campaign_canary SET phase = ?, look_at = ?, why = ? WHERE campaign_id = ?")) {
      update.setString(1, state.phase().name());
      setInstant(update, 2, state.lookAt());
      update.setString(3, Cut.to(state.why(), LONGEST_WHY));
      update.setLong(4, campaignId);
      return update.executeUpdate();
    }
  }

  private static void insertCanary(Connection connection, long campaignId, CanaryState state)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO campaign_canary (campaign_id, phase, look_at, why, complaints) VALUES (?, ?, ?, ?, 0)
            """)) {
      insert.setLong(1, campaignId);
      insert.setString(2, state.phase().name());
      setInstant(insert, 3, state.lookAt());
      insert.setString(4, Cut.to(state.why(), LONGEST_WHY));
      insert.executeUpdate();
    }
  }

  @Override
  public void complained(long campaignId) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE campaign_canary SET complaints = complaints + 1 WHERE campaign_id = ?")) {
            update.setLong(1, campaignId);
            update.executeUpdate();
          }
        });
  }

  @Override
  public boolean letGoOn(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE campaign_canary SET phase = 'PASSED', why = 'let go on by hand'
                  WHERE campaign_id = ? AND phase IN ('WAITING', 'REFUSED')
                  """)) {
            update.setLong(1, campaignId);
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public List<SiteState> sites(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT site, trips, held_until, why, recent FROM campaign_site
                  WHERE campaign_id = ? ORDER BY site
                  """)) {
            select.setLong(1, campaignId);
            List<SiteState> sites = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                sites.add(
                    new SiteState(
                        row.getString(1),
                        row.getInt(2),
                        instant(row, 3),
                        row.getString(4) == null ? "" : row.getString(4),
                        row.getString(5)));
              }
            }
            return sites;
          }
        });
  }

  @Override
  public void save(long campaignId, SiteState state) {
    database.change(
        connection -> {
          if (updateSite(connection, campaignId, state) == 0) {
            insertSite(connection, campaignId, state);
          }
        });
  }

  private static int updateSite(Connection connection, long campaignId, SiteState state)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE campaign_site SET trips = ?, held_until = ?, why = ?, recent = ?
            WHERE campaign_id = ? AND site = ?
            """)) {
      update.setInt(1, state.trips());
      setInstant(update, 2, state.heldUntil());
      update.setString(3, Cut.to(state.why(), LONGEST_WHY));
      update.setString(4, state.recent());
      update.setLong(5, campaignId);
      update.setString(6, state.site());
      return update.executeUpdate();
    }
  }

  private static void insertSite(Connection connection, long campaignId, SiteState state)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO campaign_site (campaign_id, site, trips, held_until, why, recent)
            VALUES (?, ?, ?, ?, ?, ?)
            """)) {
      insert.setLong(1, campaignId);
      insert.setString(2, state.site());
      insert.setInt(3, state.trips());
      setInstant(insert, 4, state.heldUntil());
      insert.setString(5, Cut.to(state.why(), LONGEST_WHY));
      insert.setString(6, state.recent());
      insert.executeUpdate();
    }
  }

  @Override
  public Set<String> held(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT site FROM campaign_site WHERE campaign_id = ? AND held_until IS NOT NULL")) {
            select.setLong(1, campaignId);
            Set<String> sites = new HashSet<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                sites.add(row.getString(1));
              }
            }
            return sites;
          }
        });
  }

  @Override
  public boolean release(long campaignId, String site) {
    return database.query(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE campaign_site SET held_until = NULL, why = NULL
                  WHERE campaign_id = ? AND site = ? AND held_until IS NOT NULL
                  """)) {
            update.setLong(1, campaignId);
            update.setString(2, site);
            return update.executeUpdate() == 1;
          }
        });
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }

  private static void setInstant(PreparedStatement statement, int at, Instant value)
      throws SQLException {
    if (value == null) {
      statement.setNull(at, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setTimestamp(at, Timestamp.from(value));
    }
  }
}
