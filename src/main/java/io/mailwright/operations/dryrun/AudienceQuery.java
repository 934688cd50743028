package io.mailwright.operations.dryrun;

import io.mailwright.audience.contact.AttributeJson;
import io.mailwright.content.render.Recipient;
import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who a campaign would be sent to, counted by the database. Thread-safe. */
@ApplicationScoped
class AudienceQuery {
  /** Domains and zones that are told by themselves. */
  static final int MOST_LOADS = 20_000;

  /** What the rest are called; no domain has this name. */
  static final String OTHERS = "*";

  private Database database;

  AudienceQuery() {}

  @Inject
  AudienceQuery(Database database) {
    this.database = database;
  }

  /**
   * The addresses of lists, each once.
   *
   * @param byZone whether time zones are asked for
   */
  Audience ofLists(Collection<Long> listIds, boolean byZone) {
    // An address in several lists gets one mail; within a list it stands once.
    String addresses =
        listIds.size() == 1
            ? "SELECT email_key, %s AS zone FROM contact WHERE list_id IN (%s)"
            : "SELECT email_key, MIN(%s) AS zone FROM contact WHERE list_id IN (%s) GROUP BY email_key";
    String sql =
        """
        SELECT domain, zone, COUNT(*) AS mails, SUM(suppressed) AS suppressed
        FROM (SELECT SUBSTRING(a.email_key, POSITION('@' IN a.email_key) + 1) AS domain, a.zone,
                CASE WHEN s.email_key IS NULL THEN 0 ELSE 1 END AS suppressed
              FROM (%s) a LEFT JOIN (SELECT DISTINCT email_key FROM suppression WHERE list_id IN (0, %s)) s ON s.email_key = a.email_key) d
        GROUP BY domain, zone ORDER BY mails DESC, domain, zone
        """
            .formatted(
                addresses.formatted(byZone ? "COALESCE(timezone, '')" : "''", marks(listIds)),
                marks(listIds));
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            setIds(select, setIds(select, 1, listIds), listIds);
            return audience(select);
          }
        });
  }

  /** What a campaign that has started has still to send. */
  Audience ofLedger(long campaignId, boolean byZone) {
    String sql =
        """
        SELECT domain, zone, COUNT(*) AS mails, 0 AS suppressed
        FROM (SELECT SUBSTRING(d.email_key, POSITION('@' IN d.email_key) + 1) AS domain, %s AS zone
              FROM delivery d JOIN contact c ON c.id = d.contact_id
              WHERE d.campaign_id = ? AND d.state IN (0, 1, 3)) o
        GROUP BY domain, zone ORDER BY mails DESC, domain, zone
        """
            .formatted(byZone ? "COALESCE(c.timezone, '')" : "''");
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, campaignId);
            return audience(select);
          }
        });
  }

  private static Audience audience(PreparedStatement select) throws SQLException {
    List<Audience.DomainLoad> loads = new ArrayList<>();
    Map<String, Long> others = new TreeMap<>();
    long addresses = 0;
    long suppressed = 0;
    select.setFetchSize(1000);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String zone = row.getString("zone");
        long mails = row.getLong("mails") - row.getLong("suppressed");
        addresses += mails;
        suppressed += row.getLong("suppressed");
        if (mails > 0 && loads.size() < MOST_LOADS) {
          loads.add(new Audience.DomainLoad(row.getString("domain"), zone, mails));
        } else if (mails > 0) {
          others.merge(zone, mails, Long::sum);
        }
      }
    }
    others.forEach((zone, mails) -> loads.add(new Audience.DomainLoad(OTHERS, zone, mails)));
    return new Audience(loads, addresses, suppressed);
  }

  /**
   * Recipients that are not suppressed, evenly from all, by id. One pass over the lists, whatever
   * is sampled.
   *
   * @param every one of so many ids, 1 for all
   * @param most at most so many
   */
  List<Long> sampleIds(Collection<Long> listIds, long every, int most) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT c.id FROM contact c
                  WHERE c.list_id IN (%s) AND MOD(c.id, ?) = 0
                    AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.email_key = c.email_key AND s.list_id IN (0, %s))
                  ORDER BY c.id FETCH FIRST ? ROWS ONLY
                  """
                      .formatted(marks(listIds), marks(listIds)))) {
            int at = setIds(select, 1, listIds);
            select.setLong(at++, every);
            at = setIds(select, at, listIds);
            select.setInt(at, most);
            List<Long> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(row.getLong("id"));
              }
            }
            return found;
          }
        });
  }

  /** These of them that are still there, by id; at least one is asked for. */
  List<SampledContact> sample(Collection<Long> ids) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT c.id, c.email, c.email_key, c.name, c.locale, c.timezone, c.attributes
                  FROM contact c WHERE c.id IN (%s) ORDER BY c.id
                  """
                      .formatted(marks(ids)))) {
            setIds(select, 1, ids);
            List<SampledContact> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(sampled(row));
              }
            }
            return found;
          }
        });
  }

  private static SampledContact sampled(ResultSet row) throws SQLException {
    Optional<String> name = Optional.ofNullable(row.getString("name"));
    return new SampledContact(
        row.getLong("id"),
        row.getString("email_key"),
        name,
        new Recipient(
            row.getString("email"),
            name.orElse(""),
            Optional.ofNullable(row.getString("locale")).orElse(""),
            Optional.ofNullable(row.getString("timezone")).orElse(""),
            AttributeJson.read(row.getString("attributes"))));
  }

  private static String marks(Collection<Long> ids) {
    return String.join(", ", Collections.nCopies(ids.size(), "?"));
  }

  private static int setIds(PreparedStatement select, int from, Collection<Long> ids)
      throws SQLException {
    int at = from;
    for (long id : ids) {
      select.setLong(at++, id);
    }
    return at;
  }
}
