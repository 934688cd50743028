package io.mailwright.audience.contact;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.util.Collection;
import java.util.Optional;

/**
 * Reads and removes contacts; imports write them. Each method is a short transaction of its own.
 */
public interface ContactRepository {
  /** The contact with this id. */
  Optional<Contact> find(long id);

  /**
   * The contact with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Contact get(long id);

  /**
   * A page of a list by id.
   *
   * @param text the beginning of an address or of a name as it is written; empty for all
   */
  Page<Contact> page(long listId, PageRequest request, String text);

  /** How many contacts a list has; counts the rows, so not for every look at a page. */
  long count(long listId);

  /**
   * How many people some lists reach together; counts the rows, for the look before a start.
   *
   * @param listIds at least one
   */
  AudienceSize audience(Collection<Long> listIds);

  /**
   * Takes one out of its list. Its deliveries stay in the ledger; those not yet sent are cancelled
   * when their turn comes.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  void delete(long id);

  /**
   * Takes some contacts out of a list that goes, so that no statement runs for long.
   *
   * @param most how many at most, 1 or more
   * @return how many went; 0 when none is left
   */
  int deleteOfList(long listId, int most);
}
