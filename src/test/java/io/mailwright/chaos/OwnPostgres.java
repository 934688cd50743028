package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A PostgreSQL server of a trial's own, which can be stopped hard and started again. Unlike that of
 * the other tests it commits durably, as one in production does: what it has acknowledged survives
 * its own crash.
 */
final class OwnPostgres implements AutoCloseable {
  private final Path folder;
  private EmbeddedPostgres server;

  OwnPostgres() {
    try {
      folder = Files.createTempDirectory("chaos-postgres").resolve("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** Starts it on a port that may be another one than before. */
  void start() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setServerConfig("synchronous_commit", "on")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it in mode {@code immediate}: without a checkpoint, as in a crash. */
  void stopImmediately() {
    try {
      String postmaster = Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip();
      ProcessHandle process = ProcessHandle.of(Long.parseLong(postmaster)).orElseThrow();
      assertThat(new ProcessBuilder("kill", "-QUIT", postmaster).inheritIO().start().waitFor())
          .isZero();
      process.onExit().join();
      giveUpLock();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Closing also asks the postmaster to stop, which is gone, and would log that as an error. */
  private void giveUpLock() throws IOException {
    Logger log = Logger.getLogger(EmbeddedPostgres.class.getName());
    Level before = log.getLevel();
    log.setLevel(Level.OFF);
    try {
      server.close();
    } finally {
      log.setLevel(before);
    }
  }

  int port() {
    return server.getPort();
  }

  /**
   * What the product is told about it.
   *
   * @param port where it is reached
   */
  static Map<String, String> settings(int port) {
    return Map.of(
        "MAILWRIGHT_DB_URL", "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "MAILWRIGHT_DB_USER", "postgres",
        "MAILWRIGHT_DB_PASSWORD", "postgres");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
