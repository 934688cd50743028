package io.mailwright.routing.signing;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.List;

/**
 * Makes and keeps the sending domains' keys; seals them on the way in. Each method is a
 * transaction, or takes part in the caller's.
 */
public interface DkimKeyRepository {
  /**
   * The key with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  DkimKey get(long id);

  /** A page by id. */
  Page<DkimKey> page(PageRequest request);

  /**
   * What mails from a domain are signed with: its newest active key of each algorithm, RSA first.
   *
   * @param domain lower-case A-labels
   */
  List<DkimKey> signing(String domain);

  /**
   * Makes a key.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NAME_TAKEN} for a
   *     selector that the domain has already
   */
  DkimKey create(DkimKeyDraft draft);

  /**
   * Lets mails be signed with a key or not, from the next run of a campaign on.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}
   */
  DkimKey activate(long id, Revision expected, boolean active);

  /**
   * Removes a key for good. Mails that were signed with it stay verifiable while its DNS record
   * stands.
   */
  void delete(long id, Revision expected);
}
