package io.mailwright.operations.keeping;

import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;

/**
 * What came back, event by event, once reports have counted it. Soft bounces that still count
 * against an address stay, and everything of campaigns that are not over.
 */
@ApplicationScoped
class EventPurger extends TablePurger {
  private Settings settings;
  private Clock clock;

  EventPurger() {
    this(null, null);
  }

  @Inject
  EventPurger(Settings settings, Clock clock) {
    super(
        "feedback_event",
        """
        t.at < ? AND t.id <= (SELECT r.upto_id FROM report_feedback r WHERE r.id = 1) AND (t.kind NOT IN (2, 7) OR t.at < ?) AND (t.campaign_id IS NULL OR NOT EXISTS
          (SELECT 1 FROM campaign c WHERE c.id = t.campaign_id AND NOT (%s)))
        """
            .formatted(OverCampaigns.IS_OVER));
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public KeptKind kind() {
    return KeptKind.EVENTS;
  }

  @Override
  void bind(PreparedStatement statement, int from, Instant before) throws SQLException {
    statement.setTimestamp(from, Timestamp.from(before));
    statement.setTimestamp(
        from + 1, Timestamp.from(clock.instant().minus(settings.softBounceWindow())));
  }
}
