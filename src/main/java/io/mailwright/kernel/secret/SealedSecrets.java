package io.mailwright.kernel.secret;

/** What was sealed earlier, to tell a lost key file from a first start. */
@FunctionalInterface
public interface SealedSecrets {
  /** Whether any stored secret needs the key to be opened. */
  boolean exist();
}
