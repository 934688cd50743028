package io.mailwright.console.feedback;

import io.mailwright.console.EditPage;
import io.mailwright.console.Visitor;
import io.mailwright.feedback.feed.Feed;
import io.mailwright.feedback.feed.FeedDraft;
import io.mailwright.feedback.feed.FeedKind;
import io.mailwright.feedback.feed.FeedRepository;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.kernel.error.Require;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.OptionalLong;

/** One feed: what can be changed of it. Its kind and its URL stay. */
@Named("feedPage")
@ViewScoped
public class FeedPage extends EditPage<Feed> {
  private static final long serialVersionUID = 1L;
  private static final String MINUTES = "maxAge";
  private static final long MOST_MINUTES = Duration.ofDays(7).toMinutes();

  @Inject private FeedRepository feeds;
  @Inject private RecipientLinks links;
  @Inject private Visitor visitor;

  private FeedKind kind;
  private String url;

  /** Reads the feed to edit. */
  public void load() {
    visitor.requireAdmin();
    Feed feed = read();
    kind = feed.kind();
    url = links.feed(feed.address());
    form.put("name", feed.name())
        .put("topicArn", feed.topicArn().orElse(""))
        .put(MINUTES, Math.max(1, feed.maxAge().toMinutes()))
        .put("active", feed.isActive());
  }

  @Override
  protected Feed stored() {
    return feeds.get(getId());
  }

  /** Saves it; a secret that is left out stays. */
  @Override
  public String save() {
    OptionalLong saved = store(attempt::asAdmin, () -> feeds.change(getId(), seen(), draft()));
    form.map().remove("secret");
    if (saved.isEmpty()) {
      return null;
    }
    attempt.done("feeds.saved");
    return "/feeds?faces-redirect=true";
  }

  private FeedDraft draft() {
    Require.all(
        () -> Require.line("name", form.text("name"), 200),
        () -> form.number(MINUTES, 1, MOST_MINUTES));
    return new FeedDraft(
        form.text("name"),
        kind,
        form.optional("secret"),
        form.optional("topicArn"),
        Duration.ofMinutes(form.number(MINUTES, 1, MOST_MINUTES)),
        form.isOn("active"));
  }

  /** Whether it is checked by a secret; Amazon signs with a key of its own. */
  public boolean isWithSecret() {
    return kind != FeedKind.SES;
  }

  /** Whose it is, by the word of the outside contract; also where its number is none. */
  public String getKind() {
    if (kind == null) {
      load();
    }
    return Require.word(kind);
  }

  /** Where its provider posts. */
  public String getUrl() {
    return url;
  }
}
