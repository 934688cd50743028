package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.runtime.database.OneWriterDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TimeZone;
import org.h2.util.DateTimeUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTargetTest {
  private static final Path FOLDER = Path.of("/srv/mail wright");

  private static DatabaseTarget target(Map<String, String> settings) throws StartFailure {
    return DatabaseTarget.from(new StartSettings().thenFrom(settings), FOLDER);
  }

  @Test
  void isAnH2FileInTheDataFolderUnlessSet() throws Exception {
    DatabaseTarget target = target(Map.of());
    assertThat(target.dataSourceClass()).isEqualTo(OneWriterDataSource.class.getName());
    assertThat(target.url())
        .isEqualTo(
            "jdbc:h2:file:/srv/mail wright/mailwright;WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=0"
                + ";QUERY_CACHE_SIZE=64;DB_CLOSE_ON_EXIT=FALSE;TIME ZONE=UTC");
    assertThat(target.h2File()).contains(FOLDER.resolve("mailwright.mv.db"));
    assertThat(target.user()).isNotBlank();
    assertThat(target.password()).isNotBlank();
  }

  /** On 2026-10-25 at 03:00 (01:00Z) clocks in Berlin go back to 02:00. */
  @Test
  void keepsTimesOfTheHourThatComesTwiceOnTheServersClock(@TempDir Path folder) throws Exception {
    Instant second = Instant.parse("2026-10-25T01:30:00Z");
    DatabaseTarget target = DatabaseTarget.from(new StartSettings(), folder);
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    DateTimeUtils.resetCalendar();
    try (Connection connection =
            DriverManager.getConnection(target.url(), target.user(), target.password());
        Statement make = connection.createStatement()) {
      make.execute("CREATE TABLE moment (at TIMESTAMP WITH TIME ZONE)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO moment VALUES (?)")) {
        insert.setTimestamp(1, Timestamp.from(second));
        insert.executeUpdate();
      }
      try (ResultSet row = make.executeQuery("SELECT at FROM moment")) {
        row.next();
        assertThat(row.getTimestamp(1).toInstant()).isEqualTo(second);
        assertThat(row.getObject(1, OffsetDateTime.class).toInstant()).isEqualTo(second);
      }
    } finally {
      TimeZone.setDefault(before);
      DateTimeUtils.resetCalendar();
    }
  }

  @Test
  void addsWhatAPostgresUrlLacks() throws Exception {
    Map<String, String> login = Map.of("MAILWRIGHT_DB_USER", "u", "MAILWRIGHT_DB_PASSWORD", "p");
    StartSettings settings =
        new StartSettings()
            .thenFrom(
                Map.of("MAILWRIGHT_DB_URL", "jdbc:postgresql://db/mw?socketTimeout=9&ssl=true"))
            .thenFrom(login);
    DatabaseTarget target = DatabaseTarget.from(settings, FOLDER);
    assertThat(target.url())
        .isEqualTo(
            "jdbc:postgresql://db/mw?socketTimeout=9&ssl=true&connectTimeout=5&loginTimeout=5&tcpKeepAlive=true"
                + "&options=-cidle_in_transaction_session_timeout=15s&ApplicationName=mailwright&reWriteBatchedInserts=true");
    assertThat(target.place()).isEqualTo("jdbc:postgresql://db/mw");
    assertThat(target.h2File()).isEmpty();
  }

  @Test
  void refusesAnotherDatabaseAndAMissingLogIn() {
    assertThatThrownBy(() -> target(Map.of("mailwright.db.url", "jdbc:mysql://db/mw")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("jdbc:postgresql:");
    assertThatThrownBy(() -> target(Map.of("mailwright.db.url", "jdbc:h2:file:relative;X=1")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("absolute path");
    assertThatThrownBy(() -> target(Map.of("mailwright.db.url", "jdbc:postgresql://db/mw")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("MAILWRIGHT_DB_USER");
  }
}
