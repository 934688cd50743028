package io.mailwright.runtime.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Waits for the application to say that it is ready (MicroProfile Health). */
final class Readiness {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final long PAUSE_MILLIS = 250;
  private static final long NOTICE_SECONDS = 60;
  private static final int FAILURES_BELIEVED = 4;

  private final URI health;

  /**
   * @param base the server's address with a slash at its end
   */
  Readiness(URI base) {
    this.health = base.resolve("health/ready");
  }

  /**
   * Returns once the application is ready (200) or has failed (500, which Payara answers for an
   * application that did not start). It may take long: recovery after a crash comes first (503).
   *
   * @param overdue run once if it takes more than a minute
   * @return whether it is ready
   */
  boolean await(Runnable overdue) throws InterruptedException {
    long begin = System.nanoTime();
    boolean told = false;
    int failures = 0;
    while (failures < FAILURES_BELIEVED) {
      int status = status();
      if (status == HttpURLConnection.HTTP_OK) {
        return true;
      }
      failures = status == HttpURLConnection.HTTP_INTERNAL_ERROR ? failures + 1 : 0;
      if (!told && System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(NOTICE_SECONDS)) {
        told = true;
        overdue.run();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  private int status() {
    try {
      HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode();
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return HttpURLConnection.HTTP_UNAVAILABLE; // A lasting cause is in the server's log.
    }
  }
}
