package io.mailwright.routing.share;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Claims as the database has them; by its clock, so that those of the nodes may differ. */
@ApplicationScoped
class JdbcClaimStore implements ClaimStore {
  private Database database;

  JdbcClaimStore() {}

  @Inject
  JdbcClaimStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean isShared() {
    return database.dialect() == Dialect.POSTGRESQL;
  }

  @Override
  public List<Claim> exchange(String node, List<Claim> own) {
    return database.query(
        connection -> {
          forget(connection, node);
          tell(connection, node, own);
          return own.isEmpty() ? List.of() : ofOthers(connection, node);
        });
  }

  private static void forget(Connection connection, String node) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            """
            DELETE FROM share_claim
            WHERE node = ? OR told_at < CURRENT_TIMESTAMP - INTERVAL '1' HOUR
            """)) {
      delete.setString(1, node);
      delete.executeUpdate();
    }
  }

  private static void tell(Connection connection, String node, List<Claim> own)
      throws SQLException {
    if (own.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO share_claim
              (node, thing, campaign_id, weight, urgent, pass, wanting, told_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)
            """)) {
      for (Claim claim : own) {
        insert.setString(1, node);
        insert.setString(2, claim.thing());
        insert.setLong(3, claim.campaignId());
        insert.setInt(4, claim.standing().weight());
        insert.setBoolean(5, claim.standing().urgent());
        insert.setDouble(6, claim.pass());
        insert.setBoolean(7, claim.isWanting());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static List<Claim> ofOthers(Connection connection, String node) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT thing, campaign_id, weight, urgent, pass, wanting FROM share_claim
            WHERE node <> ? AND told_at > CURRENT_TIMESTAMP - INTERVAL '5' SECOND
            """)) {
      select.setString(1, node);
      try (ResultSet rows = select.executeQuery()) {
        List<Claim> claims = new ArrayList<>();
        while (rows.next()) {
          claims.add(
              new Claim(
                  rows.getString(1),
                  rows.getLong(2),
                  new Standing(rows.getInt(3), rows.getBoolean(4)),
                  rows.getDouble(5),
                  rows.getBoolean(6)));
        }
        return claims;
      }
    }
  }
}
