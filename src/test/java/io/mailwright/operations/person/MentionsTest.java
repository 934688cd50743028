package io.mailwright.operations.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts are swept while others write them. */
class MentionsTest {
  private static final AddressPattern ANN = new AddressPattern(List.of("ann@a.example"));

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aRowThatChangesWhileItIsSweptKeepsWhatItSaysByThen(Database database) {
    run(
        database,
        """
        INSERT INTO notice (id, at, level, kind, subject, body, dedup_key) VALUES
          (1, CURRENT_TIMESTAMP, 'info', 'k', 'one', 'old of ann@a.example', 'd1'),
          (2, CURRENT_TIMESTAMP, 'info', 'k', 'two', 'old of ann@a.example', 'd2'),
          (3, CURRENT_TIMESTAMP, 'info', 'k', 'about ann@a.example', 'old', 'd3'),
          (4, CURRENT_TIMESTAMP, 'info', 'k', 'four of ann@a.example', 'old of ann@a.example', 'd4')
        """);
    Database live =
        betweenReadAndWrite(
            database,
            () ->
                run(
                    database,
                    "UPDATE notice SET body = 'new of ann@a.example' WHERE id IN (1, 4)",
                    "UPDATE notice SET body = 'new' WHERE id IN (2, 3)"));

    assertThat(new Mentions(live).erase(ANN, () -> true)).isEqualTo(3);

    assertThat(said(database))
        .containsExactly(
            "one: new of (erased)",
            "two: new",
            "about (erased): new",
            "four of (erased): new of (erased)");
  }

  /** Somebody else writes when the notices are read and none is written yet. */
  private static Database betweenReadAndWrite(Database database, Runnable other) {
    AtomicBoolean isDone = new AtomicBoolean();
    DataSource source =
        proxy(
            DataSource.class,
            database.dataSource(),
            (of, method, values, made) ->
                made instanceof Connection connection
                    ? proxy(
                        Connection.class,
                        connection,
                        (inner, call, given, result) -> {
                          if (call.equals("prepareStatement")
                              && given[0].toString().startsWith("UPDATE notice ")
                              && isDone.compareAndSet(false, true)) {
                            other.run();
                          }
                          return result;
                        })
                    : made);
    return new Database(source, database.dialect());
  }

  @FunctionalInterface
  private interface Seen {
    Object result(Object of, String method, Object[] values, Object made);
  }

  private static <T> T proxy(Class<T> type, T real, Seen seen) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, values) -> {
              try {
                return seen.result(real, method.getName(), values, method.invoke(real, values));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static List<String> said(Database database) {
    return database.query(
        connection -> {
          List<String> said = new ArrayList<>();
          try (Statement select = connection.createStatement();
              ResultSet row = select.executeQuery("SELECT subject, body FROM notice ORDER BY id")) {
            while (row.next()) {
              said.add(row.getString(1) + ": " + row.getString(2));
            }
          }
          return said;
        });
  }

  private static void run(Database database, String... statements) {
    database.change(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
              statement.execute(sql);
            }
          }
        });
  }
}
