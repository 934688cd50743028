package io.mailwright.routing.site;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** What the directory keeps of the database: the changed part of the table, and answers of DNS. */
@Dependent
class JdbcSiteStore {
  private static final int LONGEST_MX = 2000;

  private final Database database;

  @Inject
  JdbcSiteStore(Database database) {
    this.database = database;
  }

  /** The sites that people added or changed. */
  List<Site> made() {
    return database.query(
        connection -> {
          List<Site> sites = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT name, display_name, domains, mx_suffixes, version FROM site_rule");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              sites.add(
                  new Site(
                      row.getString(1),
                      row.getString(2),
                      SiteRule.words(row.getString(3)),
                      SiteRule.words(row.getString(4)),
                      BuiltInSites.byName().containsKey(row.getString(1)),
                      true,
                      row.getInt(5)));
            }
          }
          return sites;
        });
  }

  /**
   * Domains that were looked up since then, the latest first.
   *
   * @param most how many at most
   */
  List<KnownDomain> lookedUpSince(Instant since, int most) {
    return database.query(
        connection -> {
          List<KnownDomain> domains = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT domain, mx, looked_up_at, expires_at FROM site_domain
                  WHERE looked_up_at >= ? ORDER BY looked_up_at DESC LIMIT ?
                  """)) {
            select.setTimestamp(1, Timestamp.from(since));
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                domains.add(
                    new KnownDomain(
                        row.getString(1),
                        SiteRule.words(row.getString(2)),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant()));
              }
            }
          }
          return domains;
        });
  }

  /**
   * Stores what was found.
   *
   * @param siteOf the site of each as it is known now
   */
  void save(Collection<KnownDomain> found, Function<String, String> siteOf) {
    String sql =
        database
            .dialect()
            .pick(
                """
                MERGE INTO site_domain (domain, site, mx, looked_up_at, expires_at) KEY (domain)
                VALUES (?, ?, ?, ?, ?)
                """,
                """
                INSERT INTO site_domain (domain, site, mx, looked_up_at, expires_at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (domain) DO UPDATE SET site = EXCLUDED.site, mx = EXCLUDED.mx,
                  looked_up_at = EXCLUDED.looked_up_at, expires_at = EXCLUDED.expires_at
                """);
    // Two nodes that store the same take their rows in the same order, so that neither waits for
    // the other for ever.
    List<KnownDomain> ordered =
        found.stream().sorted(Comparator.comparing(KnownDomain::domain)).toList();
    database.change(
        connection -> {
          try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            for (KnownDomain domain : ordered) {
              upsert.setString(1, domain.domain());
              upsert.setString(2, siteOf.apply(domain.domain()));
              upsert.setString(3, joined(domain.exchangers()));
              upsert.setTimestamp(4, Timestamp.from(domain.lookedUpAt()));
              upsert.setTimestamp(5, Timestamp.from(domain.expiresAt()));
              upsert.addBatch();
            }
            upsert.executeBatch();
          }
        });
  }

  /** Forgets what expired before then, since nobody has asked for it in a long time. */
  void forget(Instant before) {
    database.change(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM site_domain WHERE expires_at < ?")) {
            delete.setTimestamp(1, Timestamp.from(before));
            delete.executeUpdate();
          }
        });
  }

  /** As many as fit; the first ones decide. */
  private static String joined(List<String> exchangers) {
    StringBuilder text = new StringBuilder();
    for (String exchanger : exchangers) {
      if (text.length() + 1 + exchanger.length() > LONGEST_MX) {
        break;
      }
      text.append(text.isEmpty() ? "" : " ").append(exchanger);
    }
    return text.toString();
  }
}
