package io.mailwright.rest.campaign;

import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.rest.CsvAnswer;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Set;

/** The rows of a campaign as a file. */
@RequestScoped
public class DeliveryRows {
  @Inject private DeliveryQuery deliveries;

  /**
   * Streams them as CSV, a row a delivery.
   *
   * @param state one or more with commas; null for all
   */
  public Response csv(long id, String state) {
    Set<DeliveryState> states = DeliveryResource.states(state);
    StreamingOutput rows =
        out -> {
          CsvAnswer csv =
              new CsvAnswer(
                  out,
                  "email",
                  "state",
                  "attempts",
                  "replyCode",
                  "enhancedStatus",
                  "replyText",
                  "why",
                  "route",
                  "firstTryAt",
                  "settledAt",
                  "messageId");
          deliveries.forEach(
              id,
              states,
              row ->
                  csv.row(
                      row.email(),
                      row.state().label(),
                      row.attempts(),
                      row.replyCode(),
                      row.enhancedStatus(),
                      row.replyText(),
                      row.why(),
                      row.server(),
                      row.firstTryAt(),
                      row.settledAt(),
                      row.messageId()));
          csv.end();
        };
    return CsvAnswer.download(rows, "campaign-" + id + ".csv");
  }
}
