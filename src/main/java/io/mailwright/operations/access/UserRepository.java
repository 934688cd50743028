package io.mailwright.operations.access;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.Optional;

/** Keeps the users. Each method is a transaction, or takes part in the caller's. */
public interface UserRepository {
  /** The user with this id. */
  Optional<User> find(long id);

  /**
   * The user with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  User get(long id);

  /** The user of this name. */
  Optional<User> findByName(String name);

  /** A page by id. */
  Page<User> page(PageRequest request);

  /**
   * Adds a user.
   *
   * @param password 8 to 200 characters
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#INVALID_FIELD}, {@link
   *     ErrorCode#NAME_TAKEN}
   */
  User create(String name, String password, Role role, Correspondence how);

  /** The same for one who gets no mail. */
  default User create(String name, String password, Role role) {
    return create(name, password, role, Correspondence.NONE);
  }

  /**
   * Changes role, password or how they are written to; log-ins with the old password are forgotten
   * at once.
   *
   * @param password empty: as it is
   * @param role empty: as it is
   * @param how empty: as it is
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#LAST_ADMIN}
   */
  User change(
      long id,
      Revision expected,
      Optional<String> password,
      Optional<Role> role,
      Optional<Correspondence> how);

  /** The same without another way of writing to them. */
  default User change(long id, Revision expected, Optional<String> password, Optional<Role> role) {
    return change(id, expected, password, role, Optional.empty());
  }

  /**
   * Removes a user; tokens they made stay.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#LAST_ADMIN}
   */
  void delete(long id, Revision expected);
}
