package io.mailwright.feedback.mailbox;

import java.time.Duration;
import java.util.Optional;

/** Fetches access tokens: the port to token endpoints (RFC 6749). Thread-safe. */
@FunctionalInterface
public interface TokenServer {
  /**
   * Asks for a token, for a bounded time.
   *
   * @param grant with its secrets in clear
   * @param caPem certificates to trust beside Java's
   * @throws MailboxFailure with what a person can do about it
   */
  Token fetch(TokenGrant grant, Optional<String> caPem) throws MailboxFailure;

  /**
   * A token as it was given.
   *
   * @param lifetime from now on
   * @param refreshToken to be used from now on; empty: the one that was used stays
   */
  record Token(String accessToken, Duration lifetime, Optional<String> refreshToken) {
    /** Never the token. */
    @Override
    public String toString() {
      return "Token[" + lifetime + "]";
    }
  }
}
