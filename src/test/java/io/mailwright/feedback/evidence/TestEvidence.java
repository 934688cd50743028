package io.mailwright.feedback.evidence;

import io.mailwright.kernel.db.Database;
import java.time.Clock;

/** The product's own store, for tests of other packages. */
public final class TestEvidence {
  private TestEvidence() {}

  /** On a database. */
  public static EvidenceRepository on(Database database, Clock clock) {
    return new JdbcEvidenceRepository(database, clock);
  }
}
