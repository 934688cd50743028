package io.mailwright.smtp.dkim;

import io.mailwright.routing.signing.DkimAlgorithm;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Optional;

/**
 * What a signature itself takes in this JVM, which is of the same version as the server's. In this
 * package because it signs with the product's own key class.
 *
 * @param ours processor milliseconds with the provider that the product signs with here
 * @param jdk the same with the JDK's
 */
public record BareSignature(double ours, double jdk) {
  private static final int HEADER_FIELDS = 600; // octets that DKIM signs of a mail
  private static final int ROUNDS = 4000;
  private static final int RSA_BITS = 2048;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Measures it in this thread. */
  public static BareSignature of(DkimAlgorithm algorithm) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance(algorithm.keyFactory());
      if (algorithm == DkimAlgorithm.RSA_SHA256) {
        keys.initialize(RSA_BITS);
      }
      PrivateKey key = keys.generateKeyPair().getPrivate();
      return new BareSignature(
          millis(algorithm, key, FastSignatures.provider()),
          millis(algorithm, key, Optional.empty()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java 17 has both
    }
  }

  /** Who computes the product's signatures here. */
  public static String provider() {
    return FastSignatures.provider().map(Provider::getName).orElse("JDK");
  }

  /** Of the second half of the rounds; the first warms up. */
  private static double millis(
      DkimAlgorithm algorithm, PrivateKey key, Optional<Provider> provider) {
    SigningKey signing = new SigningKey("bench.example", "s", algorithm, key, provider);
    byte[] header = new byte[HEADER_FIELDS];
    byte[] nothing = {};
    long before = 0;
    for (int i = 0; i < 2 * ROUNDS; i++) {
      if (i == ROUNDS) {
        before = THREADS.getCurrentThreadCpuTime();
      }
      header[i % HEADER_FIELDS] ^= signing.sign(header, nothing)[0];
    }
    return (THREADS.getCurrentThreadCpuTime() - before) / 1e6 / ROUNDS;
  }
}
