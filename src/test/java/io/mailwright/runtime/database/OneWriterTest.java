package io.mailwright.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneWriterTest {
  private final WriteTurn turn = new WriteTurn(Duration.ofSeconds(20));
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private JdbcDataSource h2;
  private Connection first;

  @BeforeEach
  void open() throws SQLException {
    h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:onewriter;DB_CLOSE_DELAY=-1");
    h2.setUser("sa");
    first = connection();
    try (Statement statement = first.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
      statement.execute("INSERT INTO t VALUES (1, 0), (2, 0)");
    }
    first.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    other.shutdownNow();
    try (Statement statement = h2.getConnection().createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }

  private Connection connection() throws SQLException {
    return OneWriter.over(h2.getConnection(), turn);
  }

  private static void set(Connection connection, int id, int value) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE t SET v = ? WHERE id = ?")) {
      update.setInt(1, value);
      update.setInt(2, id);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  private static int get(Connection connection, int id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT v FROM t WHERE id = ?")) {
      select.setInt(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Another thread that changes another row in a transaction of its own. */
  private Future<Integer> elsewhere() {
    return other.submit(
        () -> {
          try (Connection second = connection()) {
            second.setAutoCommit(false);
            set(second, 2, 7);
            second.commit();
            return get(second, 1);
          }
        });
  }

  private void assertWaits(Future<?> elsewhere) {
    Awaitility.await().atMost(20, TimeUnit.SECONDS).until(turn::isWaitedFor);
    assertThat(elsewhere.isDone()).isFalse();
  }

  @Test
  void aSecondWriterWaitsForTheEndOfTheFirstTransaction() throws Exception {
    set(first, 1, 5);
    Future<Integer> second = elsewhere();
    assertWaits(second);
    first.commit();
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollback", "close", "autoCommit"})
  void everyEndOfATransactionEndsTheTurn(String end) throws Exception {
    set(first, 1, 5);
    Future<Integer> second = elsewhere();
    assertWaits(second);
    switch (end) {
      case "rollback" -> first.rollback();
      case "close" -> first.close();
      default -> first.setAutoCommit(true);
    }
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(end.equals("autoCommit") ? 5 : 0);
  }

  @Test
  void aFailedStatementKeepsTheTurnUntilTheTransactionEnds() throws Exception {
    try (Statement statement = first.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1, 1)"))
          .isInstanceOf(SQLException.class);
    }
    Future<Integer> second = elsewhere();
    assertWaits(second);
    first.rollback();
    assertThat(second.get(20, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void aStatementOutsideATransactionIsATurnOfItsOwn() throws Exception {
    first.setAutoCommit(true);
    set(first, 1, 5);
    assertThat(elsewhere().get(20, TimeUnit.SECONDS)).isEqualTo(5);
  }

  @Test
  void queriesNeverWait() throws Exception {
    set(first, 1, 5);
    Future<Integer> asked =
        other.submit(
            () -> {
              try (Connection second = connection()) {
                return get(second, 1);
              }
            });
    assertThat(asked.get(20, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void oneThreadMayChangeOverTwoConnections() throws Exception {
    set(first, 1, 5);
    try (Connection nested = connection()) {
      nested.setAutoCommit(false);
      set(nested, 2, 6);
      nested.commit();
    }
    Future<Integer> second = elsewhere();
    assertWaits(second);
    first.commit();
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(5);
  }

  @Test
  void anotherThreadMayEndTheTransaction() throws Exception {
    set(first, 1, 5);
    other
        .submit(
            () -> {
              first.rollback();
              return null;
            })
        .get(20, TimeUnit.SECONDS);
    assertThat(elsewhere().get(20, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void saysWhoKeepsTheTurnForTooLong() throws Exception {
    WriteTurn impatient = new WriteTurn(Duration.ofMillis(1));
    impatient.take();
    Future<?> second =
        other.submit(
            () -> {
              impatient.take();
              return null;
            });
    assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(SQLTransientException.class)
        .hasMessageContaining(Thread.currentThread().getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT 1", "  select * from t where v = 'next'", "SELECT forupdate FROM t"})
  void takesThemForQueries(String sql) {
    assertThat(OneWriter.isQuery(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE t SET v = 1",
        "select * from t for\n update skip locked",
        "SELECT NEXTVAL('s')",
        "SELECT NEXT VALUE FOR s",
        "MERGE INTO t VALUES (1, 2)",
        "CALL NEXT VALUE FOR s"
      })
  void takesThemForChanges(String sql) {
    assertThat(OneWriter.isQuery(sql)).isFalse();
  }
}
