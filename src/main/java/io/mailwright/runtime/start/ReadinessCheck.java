package io.mailwright.runtime.start;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Statement;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once recovery is done and while the database answers. */
@Readiness
@ApplicationScoped
public class ReadinessCheck implements HealthCheck {
  private Database database;
  private StartState state;

  ReadinessCheck() {}

  /** For injection. */
  @Inject
  public ReadinessCheck(Database database, StartState state) {
    this.database = database;
    this.state = state;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("mailwright")
        .status(state.isReady() && databaseAnswers())
        .build();
  }

  private boolean databaseAnswers() {
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
