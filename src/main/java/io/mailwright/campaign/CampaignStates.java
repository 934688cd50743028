package io.mailwright.campaign;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A campaign's state in the database, changed by conditional statements that one caller wins. */
@ApplicationScoped
class CampaignStates {
  private static final int WHY_LENGTH = 1000;

  private Database database;
  private Clock clock;

  CampaignStates() {}

  @Inject
  CampaignStates(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  boolean move(long id, Set<CampaignState> from, CampaignState to, String why) {
    return database.query(connection -> move(connection, id, from, to, why));
  }

  /**
   * Lets it start by itself again.
   *
   * @param firing when a recurring one fires next: what passed before is not made up for
   */
  boolean plan(long id, Set<CampaignState> from, String why, Optional<Instant> firing) {
    return database.query(
        connection -> {
          if (!move(connection, id, from, CampaignState.SCHEDULED, why)) {
            return false;
          }
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE campaign SET resume_at = CAST(? AS TIMESTAMP WITH TIME ZONE) WHERE id = ?")) {
            update.setObject(1, firing.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null));
            update.setLong(2, id);
            update.executeUpdate();
          }
          return true;
        });
  }

  private boolean move(
      Connection connection, long id, Set<CampaignState> from, CampaignState to, String why)
      throws SQLException {
    for (CampaignState state : from) {
      if (!state.mayBecome(to)) {
        throw new IllegalArgumentException(to + " may not follow " + state);
      }
    }
    List<String> names = from.stream().map(Enum::name).toList();
    String marks = String.join(", ", names.stream().map(n -> "?").toList());
    boolean starts = to == CampaignState.PREPARING;
    boolean ends = to == CampaignState.COMPLETED || to == CampaignState.CANCELLED;
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE campaign
            SET state = ?, why = ?, version = version + 1,
                started_at = COALESCE(started_at, CAST(? AS TIMESTAMP WITH TIME ZONE)),
                ended_at = CAST(? AS TIMESTAMP WITH TIME ZONE)
            WHERE id = ? AND state IN (%s)
            """
                .formatted(marks))) {
      OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
      update.setString(1, to.name());
      update.setString(2, cut(why));
      update.setObject(3, starts ? now : null);
      update.setObject(4, ends ? now : null);
      update.setLong(5, id);
      int at = 6;
      for (String name : names) {
        update.setString(at++, name);
      }
      return update.executeUpdate() == 1;
    }
  }

  void freeze(long id, int templateNo, Instant snapshotAt) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE campaign SET template_no = ?, snapshot_at = ?, version = version + 1
                  WHERE id = ? AND snapshot_at IS NULL
                  """)) {
            update.setInt(1, templateNo);
            update.setObject(2, snapshotAt.atOffset(ZoneOffset.UTC));
            update.setLong(3, id);
            update.executeUpdate();
          }
        });
  }

  Optional<CampaignState> of(long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT state FROM campaign WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(CampaignState.valueOf(row.getString(1)))
                  : Optional.empty();
            }
          }
        });
  }

  private static String cut(String why) {
    return why == null ? null : why.substring(0, Math.min(WHY_LENGTH, why.length()));
  }
}
