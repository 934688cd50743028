package io.mailwright.runtime;

import io.mailwright.kernel.db.Database;
import io.mailwright.operations.access.FirstAdmin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.logging.Logger;

/** Makes the first user at the first start, and tells its password to the person at the console. */
@ApplicationScoped
public class FirstStart {
  /** Goes to the console and, when started by the launcher, not to the log. */
  private static final Logger CONSOLE = Logger.getLogger("io.mailwright.console");

  private FirstAdmin admin;

  /** For CDI. */
  protected FirstStart() {}

  /**
   * @param migrated asked for so that the tables are there before a user is looked for
   */
  @Inject
  FirstStart(FirstAdmin admin, Database migrated) {
    this.admin = admin;
  }

  void onStart(@Observes @Initialized(ApplicationScoped.class) Object event) {
    admin.ensure().ifPresent(this::tell);
  }

  private void tell(String password) {
    CONSOLE.info(
        "First start: log in as "
            + FirstAdmin.NAME
            + " with the password "
            + password
            + " (shown this once; change it after the log-in)");
  }
}
