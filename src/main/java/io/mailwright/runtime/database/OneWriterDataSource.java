package io.mailwright.runtime.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * H2's data source for the pools of the server: its connections change the database one after the
 * other, so that a kill at any moment leaves whole transactions only. All of this process with the
 * same URL share the turn.
 */
public class OneWriterDataSource implements DataSource {
  /** Longer than any transaction of ours takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Map<String, WriteTurn> TURNS = new ConcurrentHashMap<>();

  private final JdbcDataSource h2 = new JdbcDataSource();

  /** Where the database is; with all of H2's settings. The server sets properties by name. */
  public void setUrl(String url) {
    h2.setURL(url);
  }

  /** The same by the name that the server tries first. */
  public void setURL(String url) {
    h2.setURL(url);
  }

  /** As whom to connect. */
  public void setUser(String user) {
    h2.setUser(user);
  }

  /** The user's password. */
  public void setPassword(String password) {
    h2.setPassword(password);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return OneWriter.over(h2.getConnection(), turn());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return OneWriter.over(h2.getConnection(user, password), turn());
  }

  private WriteTurn turn() {
    return TURNS.computeIfAbsent(h2.getURL(), url -> new WriteTurn(PATIENCE));
  }

  @Override
  public PrintWriter getLogWriter() {
    return h2.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    h2.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) {
    h2.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() {
    return h2.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("H2 does not log by java.util.logging");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return h2.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return h2.isWrapperFor(type);
  }
}
