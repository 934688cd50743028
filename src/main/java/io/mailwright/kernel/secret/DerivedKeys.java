package io.mailwright.kernel.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys for single uses, made of the key in the data folder: whoever learns one learns no other (RFC
 * 5869 section 2.3, one block). Thread-safe.
 */
public final class DerivedKeys {
  private final SecretKey key;

  /**
   * @param key of 256 random bits
   */
  public DerivedKeys(SecretKey key) {
    this.key = key;
  }

  /**
   * The key for a use, the same in every process with this data folder's key.
   *
   * @param use names it; once given out never changed, or what was made with it is void
   * @return 32 bytes
   */
  public SecretKey of(String use) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      mac.update(use.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 1);
      return new SecretKeySpec(mac.doFinal(), "HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", e);
    }
  }
}
