package io.mailwright.smtp;

import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The node's connections, over Angus. Its watchdog thread bounds how long a server may take for an
 * answer.
 */
@ApplicationScoped
class AngusConnections implements Connections {
  private ScheduledExecutorService watchdog;
  private ConnectionPool pool;

  AngusConnections() {}

  @Inject
  AngusConnections(Clock clock) {
    watchdog =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "smtp-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    pool = new ConnectionPool(new SmtpCourier(watchdog), clock, ConnectionPool.STANDARD_IDLE_TIME);
  }

  @Override
  public Optional<CourierSession> borrow(ServerEndpoint endpoint, Duration patience)
      throws RouteFailure, InterruptedException {
    return pool.borrow(endpoint, patience);
  }

  @PreDestroy
  void close() {
    pool.close();
    watchdog.shutdownNow();
  }
}
