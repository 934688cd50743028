package io.mailwright.routing.quota;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/**
 * Hands connections out again, as the server's pool does: opening one takes longer than its use.
 */
final class KeptConnections implements AutoCloseable {
  private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
  private final DataSource opened;

  KeptConnections(DataSource opened) {
    this.opened = opened;
  }

  DataSource dataSource() {
    return (DataSource)
        Proxy.newProxyInstance(
            KeptConnections.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) ->
                method.getName().equals("getConnection")
                    ? kept(take())
                    : method.invoke(opened, args));
  }

  private Connection take() throws Exception {
    Connection known = idle.poll();
    return known == null ? opened.getConnection() : known;
  }

  private Connection kept(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            KeptConnections.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (method.getName().equals("close")) {
                idle.add(connection);
                return null;
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public void close() throws Exception {
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }
}
