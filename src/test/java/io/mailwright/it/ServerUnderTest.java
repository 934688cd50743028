package io.mailwright.it;

import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.UberJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server with the database that the system property {@code mailwright.it.db} names: {@code h2}
 * or {@code postgresql}. It is shared by the tests of a run; a test that kills it starts it again.
 */
final class ServerUnderTest {
  private static UberJar shared;

  private ServerUnderTest() {}

  static synchronized UberJar shared() {
    if (shared == null) {
      Map<String, String> settings = new TreeMap<>(Map.of("MAILWRIGHT_SANDBOX", "on"));
      if (System.getProperty("mailwright.it.db", "h2").equals("postgresql")) {
        settings.putAll(TestDatabases.settingsOf(TestDatabases.emptyPostgresql().getUrl()));
      }
      try {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "it-data");
        shared =
            new UberJar(
                folder, settings, "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      shared.start();
    }
    return shared;
  }
}
