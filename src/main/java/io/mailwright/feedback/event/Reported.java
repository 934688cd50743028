package io.mailwright.feedback.event;

import java.sql.Connection;
import java.sql.SQLException;

/** The sums that are kept of events, told when one of them was misunderstood. Thread-safe. */
public interface Reported {
  /**
   * Holds the sums until the transaction ends: nothing is counted beside it.
   *
   * @return up to which event all are counted
   */
  long hold(Connection connection) throws SQLException;

  /**
   * Takes an event out of the sums, or counts one that another stood before; called while they are
   * held. One that is no recipient's first of its kind is in no sum.
   *
   * @param times 1 or -1
   */
  void count(Connection connection, long eventId, long campaignId, int times) throws SQLException;
}
