package io.mailwright.delivery.courier;

import java.util.Objects;

/**
 * How to log in to a mail server.
 *
 * @param method the SASL mechanism; no other one is tried
 * @param username not blank, without control characters
 * @param secret the password, or the bearer token for XOAUTH2
 */
public record Credentials(Method method, String username, Secret secret) {
  /** The mechanisms that are spoken. */
  public enum Method {
    /** RFC 4616. */
    PLAIN,
    /** The de facto mechanism of old servers. */
    LOGIN,
    /** Bearer tokens, as Google and Microsoft define them. */
    XOAUTH2
  }

  public Credentials {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(secret, "secret");
    if (username.isBlank() || username.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("user name is blank or holds a control character");
    }
  }
}
