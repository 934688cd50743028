package io.mailwright.operations.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** Notices to the owner. One about a campaign that may go on stays: it must not be said again. */
@ApplicationScoped
class NoticePurger extends TablePurger {
  NoticePurger() {
    super(
        "notice",
        """
        t.at < ? AND (t.campaign_id IS NULL OR NOT EXISTS
          (SELECT 1 FROM campaign c WHERE c.id = t.campaign_id AND NOT (%s)))
        """
            .formatted(OverCampaigns.IS_OVER));
  }

  @Override
  public KeptKind kind() {
    return KeptKind.NOTICES;
  }

  @Override
  void bind(PreparedStatement statement, int from, Instant before) throws SQLException {
    statement.setTimestamp(from, Timestamp.from(before));
  }
}
