package io.mailwright.feedback.mailbox;

import io.mailwright.feedback.link.LeaveByMail;
import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/** The address of the mailbox that is for it and is read. */
@ApplicationScoped
class JdbcLeaveByMail implements LeaveByMail {
  private Database database;

  JdbcLeaveByMail() {}

  @Inject
  JdbcLeaveByMail(Database database) {
    this.database = database;
  }

  @Override
  public Optional<String> address() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      """
                      SELECT unsubscribe_address FROM mailbox
                      WHERE unsubscribe_address IS NOT NULL AND enabled = TRUE ORDER BY id
                      """);
              ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
          }
        });
  }
}
