package io.mailwright.audience.list;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.Optional;

/** Keeps the contact lists. Each method is a transaction, or takes part in the caller's. */
public interface ContactListRepository {
  /** The list with this id. */
  Optional<ContactList> find(long id);

  /**
   * The list with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  ContactList get(long id);

  /** A page by id. */
  Page<ContactList> page(PageRequest request);

  /**
   * Makes an empty list.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#INVALID_FIELD}, {@link
   *     ErrorCode#NAME_TAKEN}
   */
  ContactList create(String name);

  /**
   * Gives it another name.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#NAME_TAKEN}
   */
  ContactList rename(long id, Revision expected, String name);

  /**
   * Removes an empty list. Whoever wants one with contacts gone asks {@code ListRemoval}.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STILL_IN_USE} while it
   *     has contacts or imports, or a campaign names it
   */
  void delete(long id, Revision expected);
}
