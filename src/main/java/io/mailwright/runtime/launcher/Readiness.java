package io.mailwright.runtime.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Waits for the application to say that it is ready (MicroProfile Health). */
final class Readiness {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final long PAUSE_MILLIS = 250;
  private static final long NOTICE_SECONDS = 60;
  private static final int FAILURES_BELIEVED = 4;

  private static final String NOTHING_DEPLOYED = "No Application deployed";
  private static final int MOST_READ = 10_000;

  private enum Answer {
    READY,
    NOT_YET,
    FAILED
  }

  private final URI health;

  /**
   * @param base the server's address with a slash at its end
   */
  Readiness(URI base) {
    this.health = base.resolve("health/ready");
  }

  /**
   * Returns once the application is ready (200) or has failed. It may take long: recovery after a
   * crash comes first (503). To be called when deployment has ended.
   *
   * @param overdue run once if it takes more than a minute
   * @return whether it is ready
   */
  boolean await(Runnable overdue) throws InterruptedException {
    long begin = System.nanoTime();
    boolean told = false;
    int failures = 0;
    while (failures < FAILURES_BELIEVED) {
      Answer answer = ask();
      if (answer == Answer.READY) {
        return true;
      }
      failures = answer == Answer.FAILED ? failures + 1 : 0;
      if (!told && System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(NOTICE_SECONDS)) {
        told = true;
        overdue.run();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  // Payara says by 500 or by this text that the application did not start; 503 alone says nothing.
  private Answer ask() {
    try {
      HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
          return Answer.READY;
        }
        boolean failed =
            status == HttpURLConnection.HTTP_INTERNAL_ERROR
                || text(connection.getErrorStream()).contains(NOTHING_DEPLOYED);
        return failed ? Answer.FAILED : Answer.NOT_YET;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return Answer.NOT_YET; // A lasting cause is in the server's log.
    }
  }

  private static String text(InputStream body) throws IOException {
    return body == null ? "" : new String(body.readNBytes(MOST_READ), StandardCharsets.UTF_8);
  }
}
