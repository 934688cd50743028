package io.mailwright.audience.suppression;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.List;
import java.util.Optional;

/** Keeps the suppressions. Each method is a transaction, or takes part in the caller's. */
public interface SuppressionRepository {
  /** The suppression with this id. */
  Optional<Suppression> find(long id);

  /**
   * The suppression with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Suppression get(long id);

  /** What an address is suppressed for: all lists, and single ones. */
  List<Suppression> of(String emailKey);

  /** A page by id. */
  Page<Suppression> page(PageRequest request, SuppressionQuery query);

  /**
   * Suppresses an address. One that is suppressed already for the same takes over the reason with
   * its source, unless it would be weakened to {@link SuppressionReason#MANUAL}, and note and
   * evidence, if there are any.
   */
  Entered add(SuppressionDraft draft);

  /**
   * Suppresses an address again as it was before it was removed, with the time it was made.
   *
   * @param removed as it was read before; if the address was suppressed again meanwhile, that one
   *     takes over what {@link #add} would
   */
  Entered restore(Suppression removed);

  /**
   * What {@link #add} left.
   *
   * @param suppression as it is now
   * @param isNew whether the address was not suppressed before
   */
  record Entered(Suppression suppression, boolean isNew) {}

  /**
   * Suppresses many, in a short transaction of its own that commits whatever becomes of a
   * surrounding one. What is suppressed already stays as it is.
   *
   * @return how many were new
   */
  int addNow(List<SuppressionDraft> drafts);

  /** Takes suppressions of one reason back, as by who subscribes again. Returns how many. */
  int removeNow(String emailKey, List<Long> listIds, SuppressionReason reason);

  /**
   * Says anew why an address is suppressed.
   *
   * @param note null for none
   */
  Suppression describe(
      long id, Revision expected, SuppressionReason reason, String source, String note);

  /** Lets the address get mail again. */
  void delete(long id, Revision expected);
}
