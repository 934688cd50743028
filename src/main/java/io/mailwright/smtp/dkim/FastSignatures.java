package io.mailwright.smtp.dkim;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A provider of signatures that is faster than the JDK's, where it runs: its native part is for
 * Linux on x86-64. It is used here only and not registered for anything else.
 */
final class FastSignatures {
  private static final Logger LOG = Logger.getLogger(FastSignatures.class.getName());
  private static final Optional<Provider> PROVIDER = load();

  private FastSignatures() {}

  /** The provider; empty where the JDK's own are used. */
  static Optional<Provider> provider() {
    return PROVIDER;
  }

  private static Optional<Provider> load() {
    Throwable missing = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
    if (missing != null) {
      LOG.log(
          Level.INFO,
          "signatures are made by the JDK, which takes longer: {0}",
          missing.getMessage());
      return Optional.empty();
    }
    return Optional.of(AmazonCorrettoCryptoProvider.INSTANCE);
  }
}
