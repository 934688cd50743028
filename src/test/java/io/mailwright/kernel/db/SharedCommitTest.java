package io.mailwright.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedCommitTest {
  private static final int OTHERS = 5;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger commits = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final JdbcDataSource h2 = new JdbcDataSource();
  private volatile boolean commitFails;
  private SharedCommit shared;

  @BeforeEach
  void open() throws SQLException {
    h2.setURL("jdbc:h2:mem:shared;DB_CLOSE_DELAY=-1");
    h2.setUser("sa");
    try (Connection connection = h2.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY)");
    }
    DataSource counting =
        proxy(
            DataSource.class,
            h2,
            (name, answer) ->
                answer instanceof Connection connection
                    ? proxy(Connection.class, connection, this::counted)
                    : answer);
    shared = new SharedCommit(new Database(counting, Dialect.H2));
  }

  private Object counted(String method, Object answer) throws SQLException {
    if (method.equals("commit")) {
      commits.incrementAndGet();
    }
    return answer;
  }

  private interface Seen {
    Object answer(String method, Object answer) throws SQLException;
  }

  private <T> T proxy(Class<T> type, T target, Seen seen) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> {
              if (method.getName().equals("commit") && commitFails) {
                throw new SQLException("the line is cut", "08006");
              }
              try {
                return seen.answer(method.getName(), method.invoke(target, args));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @AfterEach
  void close() throws SQLException {
    threads.shutdownNow();
    try (Connection connection = h2.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }

  private static int insert(Connection connection, int id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO t VALUES (" + id + ")");
    }
    return id;
  }

  private List<Integer> stored() throws SQLException {
    List<Integer> ids = new ArrayList<>();
    try (Connection connection = h2.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
      while (row.next()) {
        ids.add(row.getInt(1));
      }
    }
    return ids;
  }

  /** The first has the turn and waits for {@link #go}; the others wait for it. */
  private List<Future<Integer>> firstAndOthers(Database.Work<Integer> third) throws Exception {
    List<Future<Integer>> all = new ArrayList<>();
    all.add(
        threads.submit(
            () ->
                shared.query(
                    connection -> {
                      begun.countDown();
                      try {
                        go.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      return insert(connection, 0);
                    })));
    begun.await();
    for (int i = 1; i <= OTHERS; i++) {
      int id = i;
      Database.Work<Integer> work = id == 3 ? third : connection -> insert(connection, id);
      all.add(threads.submit(() -> shared.query(work)));
    }
    Awaitility.await().until(() -> shared.waiting() == OTHERS);
    return all;
  }

  @Test
  void whatWaitsIsCommittedTogetherAndEachGetsItsOwnResult() throws Exception {
    List<Future<Integer>> all = firstAndOthers(connection -> insert(connection, 3));
    go.countDown();
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
    }
    assertThat(stored()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(commits).hasValue(2);
  }

  @Test
  void whatFailsIsUndoneAlone() throws Exception {
    List<Future<Integer>> all =
        firstAndOthers(
            connection -> {
              insert(connection, 30);
              return insert(connection, 0);
            });
    go.countDown();
    assertThatThrownBy(() -> all.get(3).get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            DatabaseException.class, e -> assertThat(e.isConstraintViolation()).isTrue());
    for (int i : new int[] {0, 1, 2, 4, 5}) {
      assertThat(all.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
    }
    assertThat(stored()).containsExactly(0, 1, 2, 4, 5);
  }

  @Test
  void aCommitThatFailsIsTheFailureOfAll() throws Exception {
    List<Future<Integer>> all = firstAndOthers(connection -> insert(connection, 3));
    commitFails = true;
    go.countDown();
    for (Future<Integer> each : all) {
      assertThatThrownBy(() -> each.get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.isTransient()).isTrue());
    }
    assertThat(stored()).isEmpty();
    assertThat(shared.waiting()).isZero();
  }
}
