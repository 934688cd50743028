package io.mailwright.feedback.unsubscribe;

import io.mailwright.audience.suppression.SuppressionDraft;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a recipient stands, for a page of its own.
 *
 * @param emailKey whose it is
 * @param locale the contact's language as a BCP 47 tag, if it is known
 * @param lists those that the mail came by and that there still are
 * @param getsNothing whether no list sends it mail, for whatever reason
 * @param mayReturn whether it can take all mail up again: it left by its own wish
 */
public record Subscription(
    String emailKey,
    Optional<String> locale,
    List<OfList> lists,
    boolean getsNothing,
    boolean mayReturn) {
  /**
   * One list.
   *
   * @param isLeft whether it sends the recipient no mail
   */
  public record OfList(long id, String name, boolean isLeft) {}

  /**
   * What the recipient has left since, and may take back: nothing, where it gets no mail all the
   * same.
   *
   * @param before where it stood
   * @return the lists, and {@link SuppressionDraft#ALL_LISTS} for all mail; empty if nothing
   */
  public List<Long> leftSince(Subscription before) {
    if (getsNothing && !mayReturn) {
      return List.of();
    }
    Stream<Long> all =
        mayReturn && !before.getsNothing() ? Stream.of(SuppressionDraft.ALL_LISTS) : Stream.empty();
    Stream<Long> some =
        lists.stream()
            .filter(OfList::isLeft)
            .map(OfList::id)
            .filter(id -> before.lists().stream().anyMatch(l -> l.id() == id && !l.isLeft()));
    return Stream.concat(all, some).toList();
  }

  /** Whether there is anything to leave. */
  public boolean isSubscribed() {
    return !getsNothing && (lists.isEmpty() || lists.stream().anyMatch(l -> !l.isLeft()));
  }
}
