package io.mailwright.smtp;

import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.KillSwitch;
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
import java.util.concurrent.TimeUnit;

/**
 * The node's connections, over Angus. Its watchdog bounds how long a server may take for an answer,
 * and connections that nobody needs are closed in time.
 */
@ApplicationScoped
class AngusConnections implements Connections {
  /**
   * One watches answers, one takes leave of servers: that waits, and must not hold up the other.
   */
  private static final int THREADS = 2;

  private ScheduledExecutorService watchdog;
  private ConnectionPool pool;

  AngusConnections() {}

  @Inject
  AngusConnections(Clock clock) {
    watchdog =
        Executors.newScheduledThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "smtp-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    pool = new ConnectionPool(new SmtpCourier(watchdog), clock, ConnectionPool.STANDARD_IDLE_TIME);
    long pause = ConnectionPool.STANDARD_IDLE_TIME.toMillis() / 2;
    watchdog.scheduleWithFixedDelay(pool::closeIdle, pause, pause, TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<CourierSession> borrow(
      ServerEndpoint endpoint, Duration patience, KillSwitch killSwitch)
      throws RouteFailure, InterruptedException {
    return pool.borrow(endpoint, patience, killSwitch);
  }

  @PreDestroy
  void close() {
    pool.close();
    watchdog.shutdownNow();
  }
}
