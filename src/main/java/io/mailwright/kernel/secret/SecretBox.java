package io.mailwright.kernel.secret;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts passwords of mail servers and signing keys before they are stored, with AES-256 in GCM
 * (NIST SP 800-38D). What is sealed is bound to a use, so that a secret cannot be moved to another
 * purpose. Thread-safe.
 */
public final class SecretBox {
  private static final String FORMAT = "v1:";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random;

  /**
   * @param key an AES key of 256 bits
   * @param random where nonces come from
   */
  public SecretBox(SecretKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /**
   * Encrypts a text; twice the same text gives two results.
   *
   * @param use what the secret is for; needed again to open it
   */
  public String seal(SecretUse use, String plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, use, nonce).doFinal(plain.getBytes(StandardCharsets.UTF_8));
      byte[] all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return FORMAT + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /**
   * Decrypts what {@link #seal} made.
   *
   * @throws MailwrightException {@link ErrorCode#SECRET_UNREADABLE} if it was sealed with another
   *     key or label, or was changed
   */
  public String open(SecretUse use, String sealed) {
    try {
      if (!sealed.startsWith(FORMAT)) {
        throw unreadable(null);
      }
      byte[] all = Base64.getDecoder().decode(sealed.substring(FORMAT.length()));
      if (all.length < NONCE_BYTES + TAG_BITS / 8) {
        throw unreadable(null);
      }
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      byte[] plain =
          cipher(Cipher.DECRYPT_MODE, use, nonce)
              .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return new String(plain, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private Cipher cipher(int mode, SecretUse use, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(use.name().getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static MailwrightException unreadable(Exception cause) {
    return new MailwrightException(
        ErrorCode.SECRET_UNREADABLE,
        "A stored secret cannot be decrypted with keys/secret.key of the data folder. It was kept;"
            + " put the key file back that belongs to this database, or enter the secret again.",
        cause);
  }
}
