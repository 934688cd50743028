package io.mailwright.audience.erased;

import io.mailwright.kernel.secret.DerivedKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * What stands for an address that was erased: HMAC-SHA-256 of the normalised address with a key of
 * this data folder, cut to 160 bits. Who has the database and not the key cannot try addresses.
 * Thread-safe.
 */
public final class PersonMark {
  private static final String PREFIX = "erased:";
  private static final int BYTES = 20;

  private final SecretKey key;

  /**
   * @param keys of this data folder
   */
  public PersonMark(DerivedKeys keys) {
    this.key = keys.of("erased person");
  }

  /** The mark of a normalised address. It has no @, so it is no address. */
  public String of(String emailKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] hash = mac.doFinal(emailKey.getBytes(StandardCharsets.UTF_8));
      return PREFIX + HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", e);
    }
  }

  /** Whether what stands in the place of an address is a mark. */
  public static boolean isMark(String emailKey) {
    return emailKey.startsWith(PREFIX);
  }
}
