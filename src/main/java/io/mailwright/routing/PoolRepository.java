package io.mailwright.routing;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.List;
import java.util.Optional;

/** Keeps the pools. Each method is a transaction, or takes part in the caller's. */
public interface PoolRepository {
  /** The pool with this id. */
  Optional<Pool> find(long id);

  /**
   * The pool with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Pool get(long id);

  /** A page by id. */
  Page<Pool> page(PageRequest request);

  /** The pool of this name. */
  Optional<Pool> findByName(String name);

  /**
   * Makes a pool.
   *
   * @param members 1 to {@link Pool#MAX_MEMBERS} different servers that exist
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#INVALID_FIELD}, {@link
   *     ErrorCode#NAME_TAKEN}
   */
  Pool create(String name, List<PoolMember> members);

  /**
   * Changes a pool; running campaigns take the change up.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#INVALID_FIELD}, {@link ErrorCode#NAME_TAKEN}
   */
  Pool change(long id, Revision expected, String name, List<PoolMember> members);

  /**
   * Removes a pool.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STILL_IN_USE} while a
   *     campaign sends by it
   */
  void delete(long id, Revision expected);
}
