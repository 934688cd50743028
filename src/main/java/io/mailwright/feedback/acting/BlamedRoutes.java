package io.mailwright.feedback.acting;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.route.RouteBlames;
import io.mailwright.routing.route.TroubleKind;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What came back and blames where the mail came from goes to the route that the mail took. What
 * blames the sender's address says nothing of a route; nor does a server behind the first that
 * lacks a log-in.
 */
@ApplicationScoped
public class BlamedRoutes {
  /** However it is written, and whosever it is. */
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s<>()\\[\\]\"';:,=@]{1,64}@[^\\s<>()\\[\\]\"';:,=@]{1,253}");

  private Database database;
  private RouteBlames blames;
  private SiteDirectory sites;

  BlamedRoutes() {}

  /** For injection and tests. */
  @Inject
  public BlamedRoutes(Database database, RouteBlames blames, SiteDirectory sites) {
    this.database = database;
    this.blames = blames;
    this.sites = sites;
  }

  private record Taken(long routeId, Instant sentAt) {}

  /** Notes it, once however often it is told, if it is known which way the mail went. */
  void note(CameBack what) {
    Optional<TroubleKind> kind = what.reason().flatMap(BlamedRoutes::kind);
    Optional<Origin> origin = what.origin();
    if (kind.isEmpty() || origin.flatMap(Origin::deliveryId).isEmpty()) {
      return;
    }
    taken(origin.get().deliveryId().get())
        .ifPresent(
            way ->
                blames.record(
                    new RouteBlames.Blame(
                        way.routeId(),
                        kind.get(),
                        origin.get().campaignId(),
                        site(origin.get()),
                        what.reason().get().code() + ": " + withoutAddress(what),
                        way.sentAt(),
                        what.at(),
                        what.identity())));
  }

  private static Optional<TroubleKind> kind(RefusalReason reason) {
    return switch (reason.meaning()) {
      case BLOCK_LIST, POLICY -> Optional.of(TroubleKind.REFUSED);
      case THROTTLE, CONNECTIONS, QUOTA, SESSION -> Optional.of(TroubleKind.THROTTLED);
      case SENDER, LOGIN, TLS, DEAD_ADDRESS, RECIPIENT, CONTENT, UNSURE, UNKNOWN ->
          Optional.empty();
    };
  }

  private String site(Origin origin) {
    return sites.siteOf(origin.emailKey().substring(origin.emailKey().lastIndexOf('@') + 1));
  }

  /** It is shown with the route, to people who do not ask for recipients. */
  private static String withoutAddress(CameBack what) {
    return ADDRESS.matcher(what.evidence()).replaceAll("(recipient)");
  }

  private Optional<Taken> taken(long deliveryId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT server_id, settled_at FROM delivery WHERE id = ? AND server_id IS NOT NULL AND settled_at IS NOT NULL")) {
            select.setLong(1, deliveryId);
            return way(select);
          }
        });
  }

  private static Optional<Taken> way(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      Timestamp sentAt = row.getTimestamp(2);
      return Optional.of(new Taken(row.getLong(1), sentAt.toInstant()));
    }
  }
}
