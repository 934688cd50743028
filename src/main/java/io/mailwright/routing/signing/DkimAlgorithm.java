package io.mailwright.routing.signing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;

/** How a signature is made (RFC 6376 section 3.3.1, RFC 8463 section 3). */
public enum DkimAlgorithm {
  /** RSA of 2,048 bits, which every receiver can verify. */
  RSA_SHA256("RSA", 2048, "rsa"),

  /** Ed25519: small and fast, not yet verified everywhere, so best beside a key of the other. */
  ED25519_SHA256("Ed25519", 255, "ed25519");

  private static final int RAW_ED25519 = 32;

  private final String keys;
  private final int bits;
  private final String keyType;

  DkimAlgorithm(String keys, int bits, String keyType) {
    this.keys = keys;
    this.bits = bits;
    this.keyType = keyType;
  }

  /** The name of the JDK's key factory for it. */
  public String keyFactory() {
    return keys;
  }

  /** The key type as the tag k= of the DNS record has it. */
  public String keyType() {
    return keyType;
  }

  KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(keys + " is not available", e);
    }
  }

  /** The public key as the tag p= of the DNS record has it: of Ed25519 the bare 32 octets. */
  String published(PublicKey key) {
    byte[] encoded = key.getEncoded();
    byte[] published =
        switch (this) {
          case RSA_SHA256 -> encoded;
          case ED25519_SHA256 ->
              Arrays.copyOfRange(encoded, encoded.length - RAW_ED25519, encoded.length);
        };
    return Base64.getEncoder().encodeToString(published);
  }
}
