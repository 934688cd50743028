package io.mailwright.console.feedback;

import io.mailwright.console.Attempt;
import io.mailwright.console.Visitor;
import io.mailwright.feedback.review.Review;
import io.mailwright.feedback.review.ReviewActs;
import io.mailwright.feedback.review.ReviewChange;
import io.mailwright.feedback.review.ReviewEffect;
import io.mailwright.feedback.review.ReviewRepository;
import io.mailwright.feedback.review.Reviewing;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The last reading of all stored mails by the rules of now: what changes, applied by choice. */
@Named("reviewPage")
@RequestScoped
public class ReviewPage {
  private static final int ROWS = 50;

  @Inject private Reviewing reviewing;
  @Inject private ReviewActs acts;
  @Inject private ReviewRepository reviews;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;

  private long after;
  private Review last;
  private Page<ReviewChange> page;
  private Map<ReviewEffect, Long> effects;

  /** Reads it again on every tick of the page's clock. */
  public void load() {
    last = null;
    page = null;
    effects = null;
  }

  /** The last review; null if there never was one. */
  public Review getLast() {
    if (last == null) {
      List<Review> newest = reviews.page(PageRequest.newest(1)).items();
      last = newest.isEmpty() ? null : newest.get(0);
    }
    return last;
  }

  /** One page of what changes. */
  public Page<ReviewChange> getPage() {
    if (page == null) {
      OptionalLong from = after > 0 ? OptionalLong.of(after) : OptionalLong.empty();
      page = reviews.changes(getLast().id(), new PageRequest(from, ROWS, false));
    }
    return page;
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
    return getPage().next().orElse(0);
  }

  /** How many changes have an effect. */
  public long count(String effect) {
    if (effects == null) {
      effects = reviews.effects(getLast().id());
    }
    return effects.getOrDefault(ReviewEffect.valueOf(effect), 0L);
  }

  /** Begins another. */
  public String begin() {
    if (attempt.asAdmin(() -> reviewing.begin(visitor.getName()))) {
      attempt.done("review.begun");
    }
    return "/review?faces-redirect=true";
  }

  /** Applies all that is not applied. */
  public String applyAll() {
    return act(() -> attempt.done("review.applied", acts.apply(getLast().id(), Optional.empty())));
  }

  /** Takes all back that is applied. */
  public String undoAll() {
    return act(() -> attempt.done("review.undone", acts.undo(getLast().id(), Optional.empty())));
  }

  /** Applies one, or takes it back. */
  public String turn(ReviewChange change) {
    return act(
        () -> {
          if (change.state() == ReviewChange.State.APPLIED) {
            attempt.done(
                "review.undone", acts.undo(change.reviewId(), Optional.of(Set.of(change.id()))));
          } else {
            attempt.done(
                "review.applied", acts.apply(change.reviewId(), Optional.of(Set.of(change.id()))));
          }
        });
  }

  private String act(Attempt.Work work) {
    attempt.asAdmin(work);
    return "/review?faces-redirect=true" + (after > 0 ? "&after=" + after : "");
  }

  public long getAfter() {
    return after;
  }

  public void setAfter(long after) {
    this.after = after;
  }
}
