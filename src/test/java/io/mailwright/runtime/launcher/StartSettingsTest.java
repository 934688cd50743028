package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StartSettingsTest {
  @Test
  void earlierSourcesWinInEitherSpelling() {
    StartSettings settings =
        new StartSettings()
            .thenFrom(Map.of("mailwright.db.url", "property"))
            .thenFrom(Map.of("MAILWRIGHT_DB_URL", "environment", "MAILWRIGHT_DB_USER", "env user"))
            .thenFrom(Map.of("mailwright.db.user", "file", "MAILWRIGHT_WORKERS", " 4 "));
    assertThat(settings.all())
        .isEqualTo(
            Map.of(
                "mailwright.db.url", "property",
                "mailwright.db.user", "env user",
                "mailwright.workers", "4"));
  }

  @Test
  void blankCountsAsNotSetAndForeignNamesAreLeftOut() {
    StartSettings settings =
        new StartSettings()
            .thenFrom(Map.of("MAILWRIGHT_DB_URL", " ", "PATH", "/bin"))
            .thenFrom(Map.of("mailwright.db.url", "file"));
    assertThat(settings.all()).isEqualTo(Map.of("mailwright.db.url", "file"));
    assertThat(settings.find("mailwright.cluster")).isEmpty();
  }

  @Test
  void namesWhatIsSetInVain() {
    StartSettings settings =
        new StartSettings()
            .thenFrom(
                Map.of(
                    "MAILWRIGHT_WORKER", "4",
                    "MAILWRIGHT_WORKERS", "4",
                    "mailwright.demo.stay", "false"));
    assertThat(settings.withoutEffect())
        .containsExactly(
            "MAILWRIGHT_WORKER is no setting and has no effect: docs/settings.md lists what can be"
                + " set.");
  }

  @Test
  void namesWhatInItsOwnFileIsNoSetting() {
    StartSettings settings =
        new StartSettings()
            .thenFrom(Map.of("PATH", "/bin"))
            .thenFromFile(Map.of("workers", "4", "mailwright.workers", "5"));
    assertThat(settings.find("mailwright.workers")).contains("5");
    assertThat(settings.withoutEffect())
        .containsExactly(
            "workers in mailwright.properties is no setting and has no effect: the names there"
                + " begin with mailwright. as docs/settings.md says.");
  }
}
