package io.mailwright.smtp.dkim;

import io.mailwright.routing.signing.DkimAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * A domain's key as it signs.
 *
 * @param domain lower-case A-labels
 * @param selector of its DNS record
 */
record SigningKey(String domain, String selector, DkimAlgorithm algorithm, PrivateKey key) {
  /** The name of the algorithm in the tag a=. */
  String algorithmTag() {
    return algorithm.keyType() + "-sha256";
  }

  byte[] sign(byte[] fields, byte[] own) {
    try {
      return switch (algorithm) {
        case RSA_SHA256 -> {
          Signature signature = Signature.getInstance("SHA256withRSA");
          signature.initSign(key);
          signature.update(fields);
          signature.update(own);
          yield signature.sign();
        }
        case ED25519_SHA256 -> {
          // What is signed is the hash, which is hashed once more within (RFC 8463 section 3).
          MessageDigest digest = MessageDigest.getInstance("SHA-256");
          digest.update(fields);
          Signature signature = Signature.getInstance("Ed25519");
          signature.initSign(key);
          signature.update(digest.digest(own));
          yield signature.sign();
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign for " + domain + " by " + algorithm, e);
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "SigningKey[" + selector + ", " + domain + ", " + algorithm + "]";
  }
}
