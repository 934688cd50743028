package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.testing.ClosedPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

class DatabaseCheckTest {
  private static EmbeddedPostgres postgres;

  @TempDir Path temp;

  @BeforeAll
  static void startPostgres() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("max_connections", "40").start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE mw LOGIN PASSWORD 'right'");
      // As before PostgreSQL 15, whichever this is.
      statement.execute("GRANT CREATE ON SCHEMA public TO PUBLIC");
    }
    // The server of the tests trusts everybody; this one asks.
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var file = statement.executeQuery("SHOW hba_file")) {
      file.next();
      Files.writeString(
          Path.of(file.getString(1)),
          "host all mw all scram-sha-256\nhost all all all trust\nlocal all all trust\n");
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    postgres.close();
  }

  private static DatabaseTarget target(int port, String database, String password)
      throws StartFailure {
    return target("jdbc:postgresql://127.0.0.1:" + port + "/" + database, password);
  }

  private static DatabaseTarget target(String url) throws StartFailure {
    return target(url, "right");
  }

  private static DatabaseTarget target(String url, String password) throws StartFailure {
    return DatabaseTarget.from(
        new StartSettings()
            .thenFrom(
                Map.of(
                    "mailwright.db.url",
                    url,
                    "mailwright.db.user",
                    "mw",
                    "mailwright.db.password",
                    password)),
        Path.of("unused"));
  }

  private static void assertRefused(DatabaseTarget target, int workers, ErrorCode reason) {
    assertThatThrownBy(
            () -> DatabaseCheck.postgres(target, new Driver(), ConnectionPools.forWorkers(workers)))
        .isInstanceOfSatisfying(
            StartFailure.class,
            e -> {
              assertThat(e.code()).isEqualTo(reason);
              assertThat(e.line())
                  .startsWith(reason.label())
                  .doesNotContain("\n")
                  .doesNotContain("wrong-secret");
            });
  }

  @Test
  void letsAGoodServerPass() throws Exception {
    DatabaseCheck.postgres(
        target(postgres.getPort(), "postgres", "right"),
        new Driver(),
        ConnectionPools.forWorkers(8));
  }

  @Test
  void tellsWrongCredentialsFromAMissingDatabase() throws Exception {
    assertRefused(
        target(postgres.getPort(), "postgres", "wrong-secret"), 8, ErrorCode.DATABASE_REFUSES);
    assertRefused(target(postgres.getPort(), "none", "right"), 8, ErrorCode.DATABASE_REFUSES);
  }

  @Test
  void asksForConnectionsForAllWorkers() throws Exception {
    assertRefused(
        target(postgres.getPort(), "postgres", "right"), 32, ErrorCode.DATABASE_TOO_SMALL);
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    try (ClosedPort closed = new ClosedPort()) {
      assertRefused(target(closed.port(), "postgres", "right"), 8, ErrorCode.DATABASE_UNAVAILABLE);
    }
  }

  @Test
  void saysThatTheHostIsUnknown() throws Exception {
    DatabaseTarget unknown = target("jdbc:postgresql://nowhere.invalid/mw");
    assertThatThrownBy(
            () -> DatabaseCheck.postgres(unknown, new Driver(), ConnectionPools.forWorkers(8)))
        .hasMessageContaining("host name is unknown");
  }

  @Test
  void repeatsNoUrlThatItCannotTakeApart() throws Exception {
    assertRefused(target("jdbc:postgresql://mw:wrong-secret@db/mw"), 8, ErrorCode.SETTING_UNUSABLE);
    assertRefused(target("jdbc:postgresql:/db/mw"), 8, ErrorCode.SETTING_UNUSABLE);
  }

  private static void asAdmin(String database, String... statements) throws Exception {
    try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String refusal(String database) throws Exception {
    DatabaseTarget target = target(postgres.getPort(), database, "right");
    return catchThrowableOfType(
            StartFailure.class,
            () -> DatabaseCheck.postgres(target, new Driver(), ConnectionPools.forWorkers(8)))
        .line();
  }

  @Test
  void asksForADatabaseInUtf8() throws Exception {
    asAdmin(
        "postgres",
        "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    assertThat(refusal("latin")).startsWith("MW-1815 ").contains("LATIN1", "ENCODING 'UTF8'");
  }

  @Test
  void saysWhatToGrantToAUserWhoMayNotMakeTables() throws Exception {
    asAdmin("postgres", "CREATE DATABASE closed");
    asAdmin("closed", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    assertThat(refusal("closed"))
        .startsWith("MW-1806 ")
        .contains("GRANT USAGE, CREATE ON SCHEMA public TO mw.");
    asAdmin("closed", "REVOKE ALL ON SCHEMA public FROM PUBLIC");
    assertThat(refusal("closed")).contains("GRANT USAGE, CREATE ON SCHEMA public TO mw.");
    asAdmin("closed", "GRANT USAGE, CREATE ON SCHEMA public TO mw");
    DatabaseCheck.postgres(
        target(postgres.getPort(), "closed", "right"), new Driver(), ConnectionPools.forWorkers(8));
  }

  @Test
  void leavesTheTablesOfOthersAlone() throws Exception {
    asAdmin("postgres", "CREATE DATABASE shop");
    asAdmin(
        "shop",
        "CREATE TABLE orders (id SERIAL)",
        "CREATE TABLE customers (id BIGINT GENERATED BY DEFAULT AS IDENTITY)");
    assertThat(refusal("shop"))
        .startsWith("MW-1816 ")
        .contains("(customers, orders)", "empty database");
    asAdmin("shop", "CREATE TABLE flyway_schema_history (x INT)");
    DatabaseCheck.postgres(
        target(postgres.getPort(), "shop", "right"), new Driver(), ConnectionPools.forWorkers(8));
  }

  private static void makeDatabase(Path file) throws Exception {
    try (Connection connection = DriverManager.getConnection(h2Url(file), "sa", "sa");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (x VARCHAR(5000))");
      statement.execute("INSERT INTO t SELECT RANDOM_UUID() FROM SYSTEM_RANGE(1, 5000)");
    }
  }

  private static String h2Url(Path file) {
    return "jdbc:h2:file:" + file.toString().replace(".mv.db", "") + ";WRITE_DELAY=0";
  }

  /** Where the header says that the last chunk begins. */
  private static int lastChunk(byte[] file) {
    String header = new String(file, 0, 200, StandardCharsets.ISO_8859_1);
    Matcher block = Pattern.compile("block:([0-9a-f]+),").matcher(header);
    assertThat(block.find()).isTrue();
    return Integer.parseInt(block.group(1), 16) * 4096;
  }

  @Test
  void saysOfADamagedH2FileWhatCanBeDone() throws Exception {
    Path file = temp.resolve("damaged.mv.db");
    makeDatabase(file);
    byte[] whole = Files.readAllBytes(file);
    List<byte[]> samples = new ArrayList<>(List.of(new byte[0], new byte[] {'x'}));
    for (int length : new int[] {4096, 8192, 9000, lastChunk(whole)}) {
      samples.add(Arrays.copyOf(whole, length));
    }
    for (int from : new int[] {0, 8192, lastChunk(whole)}) {
      byte[] overwritten = whole.clone();
      Arrays.fill(overwritten, from, from == 0 ? 8192 : whole.length, (byte) 'x');
      samples.add(overwritten);
    }
    for (byte[] damaged : samples) {
      Files.write(file, damaged);
      assertThatThrownBy(() -> DatabaseCheck.h2File(file))
          .isInstanceOfSatisfying(
              StartFailure.class,
              e ->
                  assertThat(e.line())
                      .startsWith("MW-1814 The database file " + file + " is damaged.")
                      .contains("Nothing was changed", "backup", "move it away"));
      assertThat(file).hasBinaryContent(damaged);
    }
  }

  @Test
  void letsTheFileOfAKilledProcessPass() throws Exception {
    Path file = temp.resolve("killed.mv.db");
    try (Connection connection = DriverManager.getConnection(h2Url(file), "sa", "sa");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 50; i++) {
        statement.execute("CREATE TABLE t" + i + " (x VARCHAR(5000))");
        Path copy = Files.write(temp.resolve("copy.mv.db"), Files.readAllBytes(file));
        DatabaseCheck.h2File(copy);
      }
    }
  }

  /** What shows only when H2 opens the file. */
  @Test
  void knowsADamagedFileByH2sError() throws Exception {
    Path file = temp.resolve("cut.mv.db");
    makeDatabase(file);
    byte[] whole = Files.readAllBytes(file);
    byte[] overwritten = whole.clone();
    Arrays.fill(overwritten, 8192, lastChunk(whole), (byte) 7);
    for (byte[] damaged : List.of(Arrays.copyOf(whole, 4096), overwritten)) {
      Files.write(file, damaged);
      assertThatThrownBy(() -> DriverManager.getConnection(h2Url(file), "sa", "sa").close())
          .satisfies(
              e ->
                  assertThat(DamagedDatabase.isMeantBy(new IllegalStateException(e)))
                      .as(e.toString())
                      .isTrue());
    }
    assertThat(DamagedDatabase.isMeantBy(new java.io.EOFException())).isFalse();
    assertThat(DamagedDatabase.isMeantBy(null)).isFalse();
  }

  @Test
  void seesAnH2FileThatIsOpenElsewhere() throws Exception {
    Path file = temp.resolve("mailwright.mv.db");
    DatabaseCheck.h2File(file);
    makeDatabase(file);
    byte[] before = Files.readAllBytes(file);
    DatabaseCheck.h2File(file);
    assertThat(file).hasBinaryContent(before);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> DatabaseCheck.h2File(file))
          .isInstanceOfSatisfying(
              StartFailure.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_FILE_IN_USE));
    }
  }
}
