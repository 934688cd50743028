package io.mailwright.feedback.event;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.kernel.db.Database;

/** The product's own store, for tests of other packages. */
public final class TestFeedback {
  private TestFeedback() {}

  /** On a database. */
  public static FeedbackRepository on(Database database) {
    return new JdbcFeedbackRepository(database, new ErasedPeople(database, TestKeys.of(1)));
  }
}
