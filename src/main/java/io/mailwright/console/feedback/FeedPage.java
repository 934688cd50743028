package io.mailwright.console.feedback;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Visitor;
import io.mailwright.feedback.feed.Feed;
import io.mailwright.feedback.feed.FeedDraft;
import io.mailwright.feedback.feed.FeedKind;
import io.mailwright.feedback.feed.FeedRepository;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Revision;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/** One feed: what can be changed of it. Its kind and its URL stay. */
@Named("feedPage")
@ViewScoped
public class FeedPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String MINUTES = "maxAge";
  private static final long MOST_MINUTES = Duration.ofDays(7).toMinutes();

  @Inject private FeedRepository feeds;
  @Inject private RecipientLinks links;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;

  private final FormFields form = new FormFields();
  private long id;
  private int version;
  private boolean isOvertaken;
  private FeedKind kind;
  private String url;

  /** Reads the feed to edit. */
  public void load() {
    visitor.requireAdmin();
    Feed feed = feeds.get(id);
    version = feed.version();
    kind = feed.kind();
    url = links.feed(feed.address());
    form.put("name", feed.name())
        .put("topicArn", feed.topicArn().orElse(""))
        .put(MINUTES, Math.max(1, feed.maxAge().toMinutes()))
        .put("active", feed.isActive());
  }

  /** Saves it; a secret that is left out stays. */
  public String save() {
    boolean isDone = attempt.asAdmin(() -> feeds.change(id, Revision.of(version), draft()));
    form.map().remove("secret");
    isOvertaken = attempt.isOvertaken();
    if (!isDone) {
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

  /** Saves this over what somebody else saved. */
  public String overwrite() {
    version = feeds.get(id).version();
    return save();
  }

  /** Whether somebody else saved meanwhile, so that a person must decide. */
  public boolean isOvertaken() {
    return isOvertaken;
  }

  /** Whether it is checked by a secret; Amazon signs with a key of its own. */
  public boolean isWithSecret() {
    return kind != FeedKind.SES;
  }

  /** Whose it is, by the word of the outside contract. */
  public String getKind() {
    return Require.word(kind);
  }

  /** Where its provider posts. */
  public String getUrl() {
    return url;
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }
}
