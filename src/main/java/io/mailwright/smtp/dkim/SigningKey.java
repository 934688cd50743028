package io.mailwright.smtp.dkim;

import io.mailwright.routing.signing.DkimAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/** A domain's key as it signs. Thread-safe. */
final class SigningKey {
  private final String domain;
  private final String selector;
  private final DkimAlgorithm algorithm;
  private final PrivateKey key;
  private final Optional<Provider> provider;

  /**
   * @param domain lower-case A-labels
   * @param selector of its DNS record
   * @param key of the algorithm's kind, from any provider
   * @param provider who computes the signatures; empty: the JDK
   */
  SigningKey(
      String domain,
      String selector,
      DkimAlgorithm algorithm,
      PrivateKey key,
      Optional<Provider> provider) {
    this.domain = domain;
    this.selector = selector;
    this.algorithm = algorithm;
    this.provider = provider;
    this.key = hasKeysOfItsOwn() ? translated(key) : key;
  }

  private boolean hasKeysOfItsOwn() {
    return provider.isPresent()
        && provider.get().getService("KeyFactory", algorithm.keyFactory()) != null;
  }

  /** Once, instead of at each signature. */
  private PrivateKey translated(PrivateKey foreign) {
    try {
      return KeyFactory.getInstance(algorithm.keyFactory(), provider.get())
          .generatePrivate(new PKCS8EncodedKeySpec(foreign.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw cannotSign(e);
    }
  }

  /** Whose mails it signs. */
  String domain() {
    return domain;
  }

  /** Of its DNS record. */
  String selector() {
    return selector;
  }

  /** The name of the algorithm in the tag a=. */
  String algorithmTag() {
    return algorithm.keyType() + "-sha256";
  }

  byte[] sign(byte[] fields, byte[] own) {
    try {
      return switch (algorithm) {
        case RSA_SHA256 -> {
          Signature signature = begun("SHA256withRSA");
          signature.update(fields);
          signature.update(own);
          yield signature.sign();
        }
        case ED25519_SHA256 -> {
          // What is signed is the hash, which is hashed once more within (RFC 8463 section 3).
          MessageDigest digest = MessageDigest.getInstance("SHA-256");
          digest.update(fields);
          Signature signature = begun("Ed25519");
          signature.update(digest.digest(own));
          yield signature.sign();
        }
      };
    } catch (GeneralSecurityException e) {
      throw cannotSign(e);
    }
  }

  private Signature begun(String name) throws GeneralSecurityException {
    Signature signature =
        provider.isEmpty()
            ? Signature.getInstance(name)
            : Signature.getInstance(name, provider.get());
    signature.initSign(key);
    return signature;
  }

  private IllegalStateException cannotSign(GeneralSecurityException e) {
    return new IllegalStateException("cannot sign for " + domain + " by " + algorithm, e);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "SigningKey[" + selector + ", " + domain + ", " + algorithm + "]";
  }
}
