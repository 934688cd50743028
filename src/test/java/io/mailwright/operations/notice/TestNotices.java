package io.mailwright.operations.notice;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.settings.Settings;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Notices for tests of other packages. */
public final class TestNotices {
  private TestNotices() {}

  /** The same with settings by property name. */
  public static NoticeRepository of(Database database, Clock clock, Map<String, String> settings) {
    return new JdbcNoticeRepository(
        database,
        new NoticeAudience(new Settings(name -> Optional.ofNullable(settings.get(name)))),
        clock);
  }

  /** The product's own repository, on a test database. */
  public static NoticeRepository of(Database database, Clock clock) {
    return of(database, clock, Map.of());
  }
}
