package io.mailwright.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the server keeps its ledger: H2 in the server's own process, or a PostgreSQL beside it. */
final class BenchDatabase implements AutoCloseable {
  private final Optional<EmbeddedPostgres> postgresql;
  private final Optional<ProcessHandle> process;
  private final Map<Long, Duration> times = new HashMap<>();

  private BenchDatabase(Optional<EmbeddedPostgres> postgresql, Optional<ProcessHandle> process) {
    this.postgresql = postgresql;
    this.process = process;
  }

  /** What the name says: {@code h2} or {@code postgresql}. */
  static BenchDatabase of(String name, Path folder) throws IOException {
    return switch (name) {
      case "h2" -> new BenchDatabase(Optional.empty(), Optional.empty());
      case "postgresql" -> postgresql(folder.resolve("postgresql"));
      default -> throw new IllegalArgumentException("There is no database " + name + ".");
    };
  }

  /** With real commits: the embedded one leaves them to chance by default. */
  private static BenchDatabase postgresql(Path folder) throws IOException {
    EmbeddedPostgres started =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    long pid = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0).trim());
    return new BenchDatabase(Optional.of(started), ProcessHandle.of(pid));
  }

  String name() {
    return postgresql.isPresent() ? "PostgreSQL" : "H2";
  }

  /** What the server has to be told. */
  Map<String, String> settings() {
    return postgresql
        .map(
            p ->
                Map.of(
                    "MAILWRIGHT_DB_URL", p.getJdbcUrl("postgres", "postgres"),
                    "MAILWRIGHT_DB_USER", "postgres",
                    "MAILWRIGHT_DB_PASSWORD", "postgres"))
        .orElse(Map.of());
  }

  /**
   * Processor time of the database's own processes, those included that have ended since an earlier
   * call; none for H2, whose time is the server's.
   */
  Duration processorTime() {
    process.stream()
        .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
        .forEach(p -> p.info().totalCpuDuration().ifPresent(time -> times.put(p.pid(), time)));
    return times.values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** A look into it from outside, which H2 does not give while the server runs. */
  Optional<Connection> connect() throws SQLException {
    return postgresql.isPresent()
        ? Optional.of(postgresql.get().getPostgresDatabase().getConnection())
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (postgresql.isPresent()) {
      postgresql.get().close();
    }
  }
}
