package io.mailwright.routing;

import java.util.Objects;

/**
 * A log-in as it is stored.
 *
 * @param method the SASL mechanism
 * @param username not blank
 * @param sealedSecret opened by {@link io.mailwright.kernel.secret.SecretBox#open} with the label
 *     {@link #LABEL}
 */
public record ServerLogin(AuthMethod method, String username, String sealedSecret) {
  /** What the secret is bound to. */
  public static final String LABEL = "mail-server";

  /** Refuses nulls. */
  public ServerLogin {
    Objects.requireNonNull(method);
    Objects.requireNonNull(username);
    Objects.requireNonNull(sealedSecret);
  }

  /** Without the secret, even though it is sealed. */
  @Override
  public String toString() {
    return "ServerLogin[" + method + ", " + username + "]";
  }
}
