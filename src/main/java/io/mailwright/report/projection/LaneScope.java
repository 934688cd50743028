package io.mailwright.report.projection;

import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.kernel.db.Dialect;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.annotation.Nullable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * What the parts of a step through a lane share.
 *
 * @param hourOffset by how many seconds the campaign's hours begin after those of UTC
 * @param tally where it is counted
 */
record LaneScope(
    Connection connection,
    Dialect dialect,
    long campaignId,
    LaneState lane,
    int hourOffset,
    SiteDirectory directory,
    Said.Reader reader,
    Tally tally) {
  private static final int SECONDS = 3600;

  Place place(String domain, long route) {
    return Place.of(domain, lane.site(), directory.siteOf(domain), route);
  }

  /** The campaign's hour of a time, counted from 1970, as SQL. */
  String hourOf(String time) {
    return switch (dialect) {
      // Divided as decimals it would be half of what a count costs.
      case H2 ->
          "(DATEDIFF(SECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', %s) - %d) / 3600"
              .formatted(time, hourOffset);
      case POSTGRESQL -> Sql.hour(time, Integer.toString(hourOffset));
    };
  }

  /** The first second of an hour that a column holds; empty for none. */
  OptionalLong startOf(ResultSet row, String column) throws SQLException {
    long hour = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(hour * SECONDS + hourOffset);
  }

  /** What the columns code, status and said hold; null where nothing was said. */
  @Nullable
  Said said(ResultSet row) throws SQLException {
    String words = row.getString("said");
    if (words == null) {
      return null;
    }
    int code = row.getInt("code");
    return row.wasNull() ? reader.words(words) : reader.reply(code, row.getString("status"), words);
  }

  /** Counts deliveries that came to their end. */
  void countSettled(
      Place place,
      DeliveryState state,
      boolean wasDeferred,
      OptionalLong start,
      @Nullable Said said,
      long n) {
    switch (state) {
      case SENT -> {
        tally.count(place, start, Measure.ACCEPTED, n);
        if (wasDeferred) {
          tally.count(place, start, Measure.AFTER_DEFERRAL, n);
        }
      }
      case FAILED, EXPIRED -> {
        tally.count(place, start, Measure.FAILED, n);
        if (said != null) {
          tally.count(start, said, Measure.FAILED, n);
        }
      }
      case SUPPRESSED -> tally.count(place, start, Measure.SUPPRESSED, n);
      case CANCELLED -> tally.count(place, start, Measure.CANCELLED, n);
      case PENDING, CLAIMED, DEFERRED, IN_DOUBT ->
          throw new IllegalArgumentException(state + " is no end");
    }
    if (said != null) {
      tally.count(state.code(), said, n);
    }
  }

  /** Counts tries that a server put off. */
  void countTries(Place place, OptionalLong start, @Nullable Said said, long n) {
    tally.count(place, start, Measure.DEFERRALS, n);
    if (said != null) {
      tally.count(DeliveryState.DEFERRED.code(), said, n);
      tally.count(start, said, Measure.DEFERRALS, n);
    }
  }
}
