package io.mailwright.report;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What reports say of campaigns besides numbers. */
@ApplicationScoped
class CampaignFacts {
  private Database database;

  CampaignFacts() {}

  @Inject
  CampaignFacts(Database database) {
    this.database = database;
  }

  /** A campaign as reports name it. */
  record Fact(
      long id,
      String name,
      String state,
      ZoneId zone,
      TemplateUse template,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      Tracked tracked) {
    static Fact unknown(long id) {
      return new Fact(
          id,
          "",
          "",
          ZoneOffset.UTC,
          new TemplateUse(0, "", OptionalInt.empty()),
          Optional.empty(),
          Optional.empty(),
          new Tracked(false, false));
    }
  }

  /** Those that there are. */
  Map<Long, Fact> of(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return database.query(
        connection -> {
          Map<Long, Fact> facts = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT c.id, c.name, c.state, c.zone, c.template_id, t.name AS template, c.template_no,
                         c.started_at, c.ended_at, c.track_opens, c.track_clicks
                  FROM campaign c JOIN template t ON t.id = c.template_id WHERE c.id = ANY(?)
                  """)) {
            select.setArray(1, connection.createArrayOf("BIGINT", ids.toArray(Long[]::new)));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                Fact fact = read(row);
                facts.put(fact.id(), fact);
              }
            }
          }
          return facts;
        });
  }

  /** Campaigns that have started, newest first. */
  List<Fact> started(int most) {
    return database.query(
        connection -> {
          List<Fact> facts = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      """
                      SELECT c.id, c.name, c.state, c.zone, c.template_id, t.name AS template, c.template_no,
                             c.started_at, c.ended_at, c.track_opens, c.track_clicks
                      FROM campaign c JOIN template t ON t.id = c.template_id
                      WHERE c.started_at IS NOT NULL ORDER BY c.started_at DESC, c.id DESC LIMIT %d
                      """
                          .formatted(most));
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              facts.add(read(row));
            }
          }
          return facts;
        });
  }

  private static Fact read(ResultSet row) throws SQLException {
    int no = row.getInt("template_no");
    OptionalInt version = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(no);
    return new Fact(
        row.getLong("id"),
        row.getString("name"),
        row.getString("state"),
        zone(row.getString("zone")),
        new TemplateUse(row.getLong("template_id"), row.getString("template"), version),
        Optional.ofNullable(row.getTimestamp("started_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant),
        new Tracked(row.getBoolean("track_opens"), row.getBoolean("track_clicks")));
  }

  private static ZoneId zone(String name) {
    try {
      return name == null ? ZoneId.of("UTC") : ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneId.of("UTC");
    }
  }
}
