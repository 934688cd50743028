package io.mailwright.operations.campaign;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.util.logging.Logger;

/**
 * Campaigns that were called finished and have mails to send again: late evidence showed that what
 * was in doubt had not been sent. They wait, and go on by the timer.
 */
@ApplicationScoped
public class ReopenedCampaigns {
  private static final Logger LOG = Logger.getLogger(ReopenedCampaigns.class.getName());

  private Database database;

  ReopenedCampaigns() {}

  /** For injection. */
  @Inject
  public ReopenedCampaigns(Database database) {
    this.database = database;
  }

  /**
   * Lets them wait.
   *
   * @return how many there were
   */
  public int reopen() {
    int reopened =
        database.query(
            connection -> {
              try (PreparedStatement update =
                  connection.prepareStatement(
                      """
                      UPDATE campaign
                      SET state = 'WAITING', version = version + 1, resume_at = NULL, ended_at = NULL,
                          why = 'mails that were in doubt turned out not to have been sent'
                      WHERE state = 'COMPLETED'
                        AND EXISTS (SELECT 1 FROM lane_count k
                                    WHERE k.campaign_id = campaign.id AND k.state IN (0, 3) AND k.n > 0)
                      """)) {
                return update.executeUpdate();
              }
            });
    if (reopened > 0) {
      LOG.warning(() -> reopened + " finished campaigns have mails to send again; they go on");
    }
    return reopened;
  }
}
