package io.mailwright.operations.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/**
 * Mails that came back, with what was found in them. What still waits to be handled stays; one in
 * quarantine that nobody looked at for so long goes.
 */
@ApplicationScoped
class ReturnedMailPurger extends TablePurger {
  ReturnedMailPurger() {
    super("returned_mail", "t.received_at < ? AND t.state <> 1");
  }

  @Override
  public KeptKind kind() {
    return KeptKind.RETURNED_MAILS;
  }

  @Override
  void bind(PreparedStatement statement, int from, Instant before) throws SQLException {
    statement.setTimestamp(from, Timestamp.from(before));
  }
}
