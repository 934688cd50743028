package io.mailwright.operations.keeping;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Goes through the rows of one campaign after the other, by their ids. Whether a campaign is over
 * is looked at again in each transaction. For one thread.
 */
abstract class CampaignSlices implements Purger.Slices {
  private final KeptKind kind;
  private final Instant before;
  private final Clock clock;
  private long campaignId;
  private long after;

  CampaignSlices(KeptKind kind, Instant before, String position, Clock clock) {
    this.kind = kind;
    this.before = before;
    this.clock = clock;
    int colon = position.indexOf(':');
    if (colon > 0) {
      campaignId = Long.parseLong(position.substring(0, colon));
      after = Long.parseLong(position.substring(colon + 1));
    }
  }

  @Override
  public String position() {
    return campaignId + ":" + after;
  }

  /**
   * What a slice was.
   *
   * @param end the last id that it looked at
   */
  record Done(long rows, long end) {}

  /** Deletes some rows with ids greater than one, up to another. */
  abstract Done slice(Connection connection, long campaignId, long after, long last)
      throws SQLException;

  /** After the last row of a campaign. */
  abstract void finish(Connection connection, long campaignId) throws SQLException;

  @Override
  public OptionalLong next(Connection connection) throws SQLException {
    OptionalLong first = OverCampaigns.first(connection, kind, before);
    if (first.isEmpty()) {
      return OptionalLong.empty();
    }
    OverCampaigns.Extent extent = OverCampaigns.extent(connection, first.getAsLong());
    if (first.getAsLong() != campaignId) {
      campaignId = first.getAsLong();
      after = extent.first() - 1;
      // In a transaction of its own: whoever writes from now on sees it before any row is gone.
      OverCampaigns.begun(connection, campaignId, kind);
      return OptionalLong.of(0);
    }
    Done done =
        after < extent.last()
            ? slice(connection, campaignId, after, extent.last())
            : new Done(0, extent.last());
    after = done.end();
    if (after >= extent.last()) {
      finish(connection, campaignId);
      OverCampaigns.done(connection, campaignId, kind, clock.instant());
    }
    return OptionalLong.of(done.rows());
  }
}
