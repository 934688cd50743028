package io.mailwright.console.feedback;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.LastSteps;
import io.mailwright.console.Words;
import io.mailwright.feedback.feed.Feed;
import io.mailwright.feedback.feed.FeedDraft;
import io.mailwright.feedback.feed.FeedKind;
import io.mailwright.feedback.feed.FeedRepository;
import io.mailwright.feedback.feed.FeedTallies;
import io.mailwright.feedback.feed.FeedTally;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Feeds by which providers tell what came back: make one, give its URL away, see what comes. */
@Named("feedsPage")
@RequestScoped
public class FeedsPage {
  private static final String PAGE = "/feeds?faces-redirect=true";
  private static final String MINUTES = "maxAge";
  private static final long MOST_MINUTES = Duration.ofDays(7).toMinutes();

  @Inject private FeedRepository feeds;
  @Inject private FeedTallies tallies;
  @Inject private RecipientLinks links;
  @Inject private Attempt attempt;
  @Inject private LastSteps lastSteps;
  @Inject private Words words;

  private final FormFields form =
      new FormFields()
          .put("kind", Require.word(FeedKind.SES))
          .put(MINUTES, FeedDraft.DEFAULT_MAX_AGE.toMinutes());
  private List<Row> rows;

  /** A feed with what came by it. */
  public record Row(Feed feed, String url, FeedTally tally) {}

  /** All feeds. */
  public List<Row> getRows() {
    if (rows == null) {
      List<Feed> all = feeds.page(PageRequest.first(PageRequest.MAX_LIMIT)).items();
      Map<Long, FeedTally> found = tallies.of(all.stream().map(Feed::id).toList());
      rows =
          all.stream()
              .map(
                  feed ->
                      new Row(
                          feed,
                          links.feed(feed.address()),
                          found.getOrDefault(feed.id(), FeedTally.NONE)))
              .toList();
    }
    return rows;
  }

  /** Makes a feed. */
  public String create() {
    boolean isDone =
        attempt.asAdmin(
            () ->
                feeds.create(
                    new FeedDraft(
                        form.text("name"),
                        Require.oneOf("kind", form.text("kind"), FeedKind.class),
                        form.optional("secret"),
                        form.optional("topicArn"),
                        Duration.ofMinutes(form.number(MINUTES, 1, MOST_MINUTES)),
                        true)));
    if (!isDone) {
      return null;
    }
    attempt.done("feeds.made");
    return PAGE;
  }

  /** Lets a feed take what comes, or no longer. */
  public String turn(Feed feed) {
    FeedDraft now = feed.draft();
    FeedDraft turned =
        new FeedDraft(
            now.name(), now.kind(), Optional.empty(), now.topicArn(), now.maxAge(), !now.active());
    if (attempt.asAdmin(() -> feeds.change(feed.id(), Revision.of(feed.version()), turned))) {
      attempt.done(feed.isActive() ? "feeds.off" : "feeds.on", feed.name());
    }
    return PAGE;
  }

  /** Removes a feed, and offers it back: its provider goes on calling. */
  public String delete(Feed feed) {
    if (attempt.asAdmin(() -> feeds.delete(feed.id(), Revision.latest()))) {
      lastSteps.offer(
          words.of("feeds.deleted", feed.name()),
          beans -> beans.select(FeedRepository.class).get().restore(feed),
          PAGE);
    }
    return PAGE;
  }

  /** Kinds of feeds, by the words of the outside contract. */
  public List<String> getKinds() {
    return Require.words(FeedKind.class);
  }

  /** Whose a feed is. */
  public String word(Feed feed) {
    return Require.word(feed.kind());
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }
}
