package io.mailwright.delivery.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How outcomes get into rows, counts and the attempt log; the databases differ in what a statement
 * may do and what a round trip costs.
 */
interface Recording {
  /**
   * Records outcomes of rows that are still as {@code from} says, under the settlement's fence and
   * attempt.
   *
   * @return those that changed a row
   */
  List<Settlement> record(
      Connection connection, long campaignId, List<Settlement> settlements, From from)
      throws SQLException;

  /** Which rows an outcome applies to. */
  enum From {
    /** Still in the hands of who brings the outcome. */
    CLAIMED(DeliveryState.CLAIMED, "%1$sstate = 1"),
    /** In doubt only because the claim was taken away: an outcome is evidence. */
    TAKEN_AWAY(DeliveryState.IN_DOUBT, "%1$sstate = 6 AND %1$sdoubt = " + Doubt.CLAIM_TAKEN);

    private final DeliveryState state;
    private final String condition;

    From(DeliveryState state, String condition) {
      this.state = state;
      this.condition = condition;
    }

    DeliveryState state() {
      return state;
    }

    /**
     * In SQL.
     *
     * @param table what stands before the columns' names, as in {@code d.}, or nothing
     */
    String condition(String table) {
      return condition.formatted(table);
    }
  }
}
