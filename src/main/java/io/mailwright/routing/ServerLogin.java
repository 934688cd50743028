package io.mailwright.routing;

import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import java.util.Objects;

/**
 * A log-in as it is stored.
 *
 * @param method the SASL mechanism
 * @param username not blank
 * @param sealedSecret opened by {@link #open}
 */
public record ServerLogin(AuthMethod method, String username, String sealedSecret) {
  /** Refuses nulls. */
  public ServerLogin {
    Objects.requireNonNull(method);
    Objects.requireNonNull(username);
    Objects.requireNonNull(sealedSecret);
  }

  /** The secret in clear, for the one place that hands it to the server. */
  public String open(SecretBox secrets) {
    return secrets.open(SecretUse.MAIL_SERVER, sealedSecret);
  }

  /** Without the secret, even though it is sealed. */
  @Override
  public String toString() {
    return "ServerLogin[" + method + ", " + username + "]";
  }
}
