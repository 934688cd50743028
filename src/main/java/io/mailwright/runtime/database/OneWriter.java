package io.mailwright.runtime.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A connection of an embedded database that changes it only when it is its turn: from the first
 * statement that is no plain query to the end of the transaction. Queries never wait.
 *
 * <p>H2 writes its file at each commit, one table after the other, while other transactions go on
 * (h2database issue 2080). Killed right after, the file holds one table with a change and another
 * without the note that would undo it: half a transaction stays, for good. With one writer at a
 * time there is nothing to tear.
 */
final class OneWriter implements InvocationHandler {
  /** A sequence writes its block of values, and {@code FOR UPDATE} the locks. */
  private static final Pattern WRITES = Pattern.compile("\\bFOR\\s+UPDATE\\b|\\bNEXT\\s*VAL");

  private final Connection connection;
  private final WriteTurn turn;
  private boolean writing;

  private OneWriter(Connection connection, WriteTurn turn) {
    this.connection = connection;
    this.turn = turn;
  }

  /** The same connection, bound to the turn. */
  static Connection over(Connection connection, WriteTurn turn) {
    return proxy(Connection.class, new OneWriter(connection, turn));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(OneWriter.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    return switch (method.getName()) {
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "createStatement" ->
          proxy(
              Statement.class,
              new Turned((Statement) call(connection, method, args), "", (Connection) proxy));
      case "prepareStatement" ->
          proxy(
              PreparedStatement.class,
              new Turned(
                  (Statement) call(connection, method, args),
                  (String) args[0],
                  (Connection) proxy));
      case "prepareCall" ->
          proxy(
              CallableStatement.class,
              new Turned(
                  (Statement) call(connection, method, args),
                  (String) args[0],
                  (Connection) proxy));
      case "commit", "close", "abort" -> ending(method, args);
      case "rollback" ->
          args == null || args.length == 0 ? ending(method, args) : call(connection, method, args);
      // Turned on in a transaction, it commits.
      case "setAutoCommit" ->
          Boolean.TRUE.equals(args[0]) ? ending(method, args) : call(connection, method, args);
      default -> call(connection, method, args);
    };
  }

  private Object ending(Method method, Object[] args) throws Throwable {
    try {
      return call(connection, method, args);
    } finally {
      done();
    }
  }

  private synchronized void begin() throws SQLException {
    if (!writing) {
      turn.take();
      writing = true;
    }
  }

  private synchronized void done() {
    if (writing) {
      writing = false;
      turn.release();
    }
  }

  private static Object call(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Whether a statement leaves the database's file as it is. */
  static boolean isQuery(String sql) {
    String text = sql.stripLeading().toUpperCase(Locale.ROOT);
    return text.startsWith("SELECT") && !WRITES.matcher(text).find();
  }

  /** A statement that waits for the turn before it changes something. */
  private final class Turned implements InvocationHandler {
    private final Statement statement;
    private final boolean query;
    private final Connection shown;

    Turned(Statement statement, String sql, Connection shown) {
      this.statement = statement;
      this.query = isQuery(sql);
      this.shown = shown;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
      String name = method.getName();
      if (name.startsWith("execute")) {
        boolean asks = args != null && args[0] instanceof String sql ? isQuery(sql) : query;
        return asks ? call(statement, method, args) : changing(method, args);
      }
      return switch (name) {
        case "equals" -> proxy == args[0];
        case "hashCode" -> System.identityHashCode(proxy);
        case "getConnection" -> shown;
        default -> call(statement, method, args);
      };
    }

    private Object changing(Method method, Object[] args) throws Throwable {
      begin();
      try {
        return call(statement, method, args);
      } finally {
        if (connection.isClosed() || connection.getAutoCommit()) {
          done();
        }
      }
    }
  }
}
