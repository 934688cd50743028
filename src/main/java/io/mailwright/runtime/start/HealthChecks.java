package io.mailwright.runtime.start;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.sql.Statement;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** What {@code /health} answers. */
@ApplicationScoped
public class HealthChecks {

  /** Ready once recovery is done and while the database answers. */
  @Produces
  @Readiness
  HealthCheck ready(Database database, StartState state) {
    return () ->
        HealthCheckResponse.named("mailwright")
            .status(state.isReady() && answers(database))
            .build();
  }

  private static boolean answers(Database database) {
    try {
      database.change(
          connection -> {
            try (Statement statement = connection.createStatement()) {
              statement.execute("SELECT 1");
            }
          });
      return true;
    } catch (DatabaseException e) {
      return false; // which is the answer that was asked for
    }
  }
}
