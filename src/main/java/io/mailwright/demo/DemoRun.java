package io.mailwright.demo;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Runs the demonstration once the server is ready, if it was started for one. */
@ApplicationScoped
public class DemoRun {
  /** What is logged here goes to the person at the console. */
  private static final Logger CONSOLE = Logger.getLogger("io.mailwright.console");

  private static final Logger LOG = Logger.getLogger(DemoRun.class.getName());
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final String USER = "admin";

  private final CountDownLatch stopped = new CountDownLatch(1);

  @Resource private ManagedExecutorService threads;

  void begin(@Observes @Initialized(ApplicationScoped.class) Object started) {
    Config config = ConfigProvider.getConfig();
    if (config.getOptionalValue("mailwright.demo", String.class).filter("on"::equals).isPresent()) {
      threads.execute(() -> runAndEnd(config));
    }
  }

  private void runAndEnd(Config config) {
    URI url = URI.create(config.getValue("mailwright.http.url", String.class));
    String password = config.getValue("mailwright.admin.password", String.class);
    boolean stays = config.getOptionalValue("mailwright.demo.stay", Boolean.class).orElse(true);
    boolean good = run(new ApiClient(url, USER, password));
    if (stays && good) {
      CONSOLE.info("");
      CONSOLE.info(
          "The console is up at "
              + url
              + "  (log in as "
              + USER
              + " / "
              + password
              + "). Ctrl-C ends it.");
    } else {
      System.exit(good ? 0 : 1);
    }
  }

  private boolean run(ApiClient api) {
    try {
      awaitReady(api);
      new DemoScript(api, CONSOLE::info, this::aMoment).run();
      return true;
    } catch (DemoFailure | IOException e) {
      CONSOLE.severe("The demonstration failed: " + e.getMessage());
      LOG.log(Level.SEVERE, "the demonstration failed", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void awaitReady(ApiClient api) throws InterruptedException {
    boolean ready = false;
    while (!ready) {
      aMoment();
      try {
        ready = api.isReady();
      } catch (IOException e) {
        LOG.log(Level.FINE, "not ready yet", e);
      }
    }
  }

  private void aMoment() throws InterruptedException {
    if (stopped.await(MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("the server stops");
    }
  }

  @PreDestroy
  void stop() {
    stopped.countDown();
  }
}
