package io.mailwright.routing;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.Optional;

/**
 * Keeps the servers; seals their secrets on the way in. Each method is a transaction, or takes part
 * in the caller's.
 */
public interface MailServerRepository {
  /** The server with this id. */
  Optional<MailServer> find(long id);

  /**
   * The server with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  MailServer get(long id);

  /** A page by id. */
  Page<MailServer> page(PageRequest request);

  /**
   * Adds a server.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NAME_TAKEN}, {@link
   *     ErrorCode#INVALID_FIELD} for a log-in without a secret
   */
  MailServer create(ServerDraft draft);

  /**
   * The built-in server of this name, with the address it has now: made when it is missing, changed
   * when it differs. Called at start by the sandbox.
   */
  MailServer keepBuiltIn(ServerDraft draft);

  /**
   * Changes a server. A log-in without a secret keeps the stored one.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#NAME_TAKEN}, {@link ErrorCode#STILL_IN_USE} for a built-in one
   */
  MailServer change(long id, Revision expected, ServerDraft draft);

  /**
   * Removes a server.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STILL_IN_USE} while a
   *     pool holds it or when it is built in
   */
  void delete(long id, Revision expected);
}
