package io.mailwright.feedback.acting;

import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts recipients that servers refused while they were sent to with the soft bounces of their
 * address. The ledger leaves them in a table; each is acted on before it is taken away, and acting
 * twice does no harm. Thread-safe.
 */
@ApplicationScoped
public class SoftRefusals {
  private static final int AT_ONCE = 500;

  private Database database;
  private FeedbackActions actions;

  SoftRefusals() {}

  /** For injection and tests. */
  @Inject
  public SoftRefusals(Database database, FeedbackActions actions) {
    this.database = database;
    this.actions = actions;
  }

  private record Refusal(
      long deliveryId, long campaignId, String emailKey, Instant at, String words) {}

  /** Acts on all that there are. */
  public void act() {
    List<Refusal> some = some();
    while (!some.isEmpty()) {
      some.forEach(this::act);
      takeAway(some);
      some = some();
    }
  }

  private void act(Refusal refusal) {
    actions.act(
        new CameBack(
            FeedbackKind.SOFT_REFUSAL,
            refusal.emailKey(),
            Optional.of(
                new Origin(
                    refusal.campaignId(),
                    Optional.empty(),
                    refusal.emailKey(),
                    Origin.By.RETURN_PATH)),
            refusal.at(),
            "campaign " + refusal.campaignId(),
            refusal.words(),
            false,
            FeedbackEvent.identity(
                FeedbackKind.SOFT_REFUSAL, Long.toString(refusal.deliveryId()))));
  }

  private List<Refusal> some() {
    return database.query(
        connection -> {
          List<Refusal> found = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT delivery_id, campaign_id, email_key, at, COALESCE(words, '') AS words FROM soft_refusal"
                      + " ORDER BY delivery_id FETCH FIRST ? ROWS ONLY")) {
            select.setInt(1, AT_ONCE);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(
                    new Refusal(
                        row.getLong("delivery_id"),
                        row.getLong("campaign_id"),
                        row.getString("email_key"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("words")));
              }
            }
          }
          return found;
        });
  }

  private void takeAway(List<Refusal> done) {
    database.change(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM soft_refusal WHERE delivery_id = ANY(?)")) {
            delete.setArray(
                1,
                connection.createArrayOf(
                    "BIGINT", done.stream().map(Refusal::deliveryId).toArray(Long[]::new)));
            delete.executeUpdate();
          }
        });
  }
}
