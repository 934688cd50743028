package io.mailwright.routing;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.secret.SealedSecrets;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/**
 * Log-ins of mail servers and mailboxes, signing keys, feeds and webhooks; by SQL, since the
 * entities' repository itself needs the key.
 */
@Dependent
class JdbcSealedSecrets implements SealedSecrets {
  private static final String ANY =
      """
      SELECT (SELECT COUNT(*) FROM mail_server WHERE auth_secret IS NOT NULL)
             + (SELECT COUNT(*) FROM dkim_key)
             + (SELECT COUNT(*) FROM mailbox)
             + (SELECT COUNT(*) FROM webhook)
             + (SELECT COUNT(*) FROM feed WHERE secret IS NOT NULL)
      """;

  private final Database database;

  @Inject
  JdbcSealedSecrets(Database database) {
    this.database = database;
  }

  @Override
  public boolean exist() {
    return database.query(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ANY);
              ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1) > 0;
          }
        });
  }
}
