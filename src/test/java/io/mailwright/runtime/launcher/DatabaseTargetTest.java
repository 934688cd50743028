package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.runtime.database.OneWriterDataSource;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
                + ";QUERY_CACHE_SIZE=64;DB_CLOSE_ON_EXIT=FALSE");
    assertThat(target.h2File()).contains(FOLDER.resolve("mailwright.mv.db"));
    assertThat(target.user()).isNotBlank();
    assertThat(target.password()).isNotBlank();
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
