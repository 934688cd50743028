package io.mailwright.operations.notice;

import io.mailwright.kernel.db.Database;
import java.time.Clock;

/** Notices for tests of other packages. */
public final class TestNotices {
  private TestNotices() {}

  /** The product's own repository, on a test database. */
  public static NoticeRepository of(Database database, Clock clock) {
    return new JdbcNoticeRepository(database, clock);
  }
}
