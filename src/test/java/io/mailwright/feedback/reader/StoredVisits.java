package io.mailwright.feedback.reader;

import io.mailwright.kernel.db.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores what readers did, for tests of other packages. */
public final class StoredVisits {
  private StoredVisits() {}

  /**
   * One visit.
   *
   * @param link 0: the mail was shown
   */
  public static void add(
      Database database,
      long campaignId,
      long deliveryId,
      int link,
      Instant at,
      boolean isByMachine) {
    new JdbcEngagementStore(database)
        .add(
            List.of(
                new ReaderVisit(
                    campaignId,
                    deliveryId,
                    link,
                    at,
                    isByMachine ? MachineSign.TOO_SOON.bit() : 0,
                    Optional.empty())));
  }
}
