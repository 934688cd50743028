package io.mailwright.feedback.event;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.kernel.db.Database;
import io.mailwright.report.projection.Projector;
import io.mailwright.report.projection.ReportedFeedback;
import io.mailwright.testing.FixedSites;
import java.time.Clock;

/** The product's own store, for tests of other packages. */
public final class TestFeedback {
  private TestFeedback() {}

  /** On a database. */
  public static FeedbackRepository on(Database database) {
    ReplyClassifier rules = ReplyClassifier.standard();
    return new JdbcFeedbackRepository(
        database,
        new ErasedPeople(database, TestKeys.of(1)),
        new ReportedFeedback(
            new Projector(database, FixedSites.none(), rules, Clock.systemUTC()), rules));
  }
}
