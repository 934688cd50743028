package io.mailwright.operations.access;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.time.Instant;
import java.util.Optional;

/** Keeps the API tokens. Each method is a transaction, or takes part in the caller's. */
public interface TokenRepository {
  /**
   * The token with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  ApiToken get(long id);

  /** A page by id. */
  Page<ApiToken> page(PageRequest request);

  /**
   * Makes a token of 256 random bits.
   *
   * @param name 1 to 100 characters
   * @param expiresAt in the future; empty: never
   * @param createdBy who makes it
   */
  IssuedToken issue(String name, Role role, Optional<Instant> expiresAt, String createdBy);

  /** The token of this text, if there is one and it has not expired. */
  Optional<ApiToken> findByText(String text);

  /**
   * Ends a token at once.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  void delete(long id);
}
