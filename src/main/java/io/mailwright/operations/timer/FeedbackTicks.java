package io.mailwright.operations.timer;

import io.mailwright.feedback.acting.SoftRefusals;
import io.mailwright.feedback.feed.FeedMarks;
import io.mailwright.feedback.reader.ReaderVisits;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.operations.feedback.MailboxCare;
import io.mailwright.operations.review.ReviewRuns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes in what comes back. */
@ApplicationScoped
class FeedbackTicks implements Ticking {
  private static final Logger LOG = Logger.getLogger(FeedbackTicks.class.getName());

  @Inject private ReaderVisits readers;
  @Inject private FeedMarks feedMarks;
  @Inject private MailboxCare mailboxes;
  @Inject private ReviewRuns reviews;
  @Inject private SoftRefusals refusals;

  @Override
  public List<Tick> ticks() {
    return List.of(
        new Tick(1, readers::write, "storing opens and clicks"),
        new Tick(3600, feedMarks::forgetOldMarks, "forgetting used tokens of feeds"),
        new Tick(5, mailboxes::lookAfterAll, "looking into the mailboxes"),
        new Tick(
            30, mailboxes::handleWhatIsLeft, "looking for mails that were stored and not handled"),
        new Tick(5, refusals::act, "counting recipients that were refused at once"),
        new Tick(2, reviews::goOn, "reading stored mails again"));
  }

  @Override
  public void end() {
    try {
      readers.drain();
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "the last opens and clicks are not stored: {0}", e.toString());
    }
  }
}
