package io.mailwright.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;

/** What a signature itself takes in this JVM, which is of the same version as the server's. */
final class BareSignature {
  private static final int HEADER_FIELDS = 600; // octets that DKIM signs of a mail
  private static final int ROUNDS = 4000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private BareSignature() {}

  static double rsaMillis() throws GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    return millis("SHA256withRSA", keys.generateKeyPair().getPrivate());
  }

  static double ed25519Millis() throws GeneralSecurityException {
    return millis(
        "Ed25519", KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
  }

  /** Of the second half of the rounds; the first warms up. */
  private static double millis(String algorithm, PrivateKey key) throws GeneralSecurityException {
    byte[] header = new byte[HEADER_FIELDS];
    long before = 0;
    for (int i = 0; i < 2 * ROUNDS; i++) {
      if (i == ROUNDS) {
        before = THREADS.getCurrentThreadCpuTime();
      }
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(header);
      header[i % HEADER_FIELDS] ^= signature.sign()[0];
    }
    return (THREADS.getCurrentThreadCpuTime() - before) / 1e6 / ROUNDS;
  }
}
