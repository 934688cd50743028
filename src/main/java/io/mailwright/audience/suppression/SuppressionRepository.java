package io.mailwright.audience.suppression;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
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

  /** The suppression of an address. */
  Optional<Suppression> of(EmailAddress email);

  /**
   * A page by id.
   *
   * @param keyPrefix only addresses that begin so, in lower case; empty for all
   */
  Page<Suppression> page(PageRequest request, String keyPrefix);

  /**
   * Suppresses an address. One that is suppressed already takes over the reason with its source,
   * unless it would be weakened to {@link SuppressionReason#MANUAL}, and the note, if there is one.
   *
   * @param note null for none
   */
  Entered add(EmailAddress email, SuppressionReason reason, String source, String note);

  /**
   * What {@link #add} left.
   *
   * @param suppression as it is now
   * @param isNew whether the address was not suppressed before
   */
  record Entered(Suppression suppression, boolean isNew) {}

  /**
   * The same in a short transaction of its own, for workers that just met a dead address: commits
   * whatever becomes of a surrounding transaction.
   *
   * @param emailKey a normalised address
   * @param note cut to 1,000 characters; null for none
   * @return whether it was new
   */
  boolean addNow(String emailKey, SuppressionReason reason, String source, String note);

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
