package io.mailwright.operations.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Mails that came back, with what was found in them and how that was reviewed. What still waits to
 * be handled stays; one in quarantine that nobody looked at for so long goes.
 */
@ApplicationScoped
class ReturnedMailPurger extends TablePurger {
  private final ReviewPurger reviews = new ReviewPurger();

  ReturnedMailPurger() {
    super("returned_mail", "t.received_at < ? AND t.state <> 1");
  }

  /** A review of mails that are gone can neither be applied nor taken back. */
  private static final class ReviewPurger extends TablePurger {
    ReviewPurger() {
      super("review", "t.done_at < ?");
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

  @Override
  public long count(Connection connection, Instant before) throws SQLException {
    return super.count(connection, before) + reviews.count(connection, before);
  }

  @Override
  public Slices begin(Instant before, String position) {
    int comma = position.indexOf(',');
    Slices mails = super.begin(before, position.substring(0, Math.max(0, comma)));
    Slices reviewed = reviews.begin(before, position.substring(comma + 1));
    return new Slices() {
      @Override
      public OptionalLong next(Connection connection) throws SQLException {
        OptionalLong rows = mails.next(connection);
        return rows.isPresent() ? rows : reviewed.next(connection);
      }

      @Override
      public String position() {
        return mails.position() + "," + reviewed.position();
      }
    };
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
