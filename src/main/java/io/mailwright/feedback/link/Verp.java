package io.mailwright.feedback.link;

import io.mailwright.kernel.secret.DerivedKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Return paths that name the delivery (VERP), signed so that nobody can blame one for another:
 * {@code bounces+d7f3…@example.com}. Digits and small letters only, since servers on the way may
 * change the case. Thread-safe.
 */
public final class Verp {
  private static final int SIGNATURE = 10;
  private static final int RADIX = 36;
  private static final char MARK = '+';

  /** Base 32 of RFC 4648 section 6, small. */
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private static final int LONGEST_LOCAL_PART = 64;

  private final ThreadLocal<Mac> mac;

  /** With a key of its own. */
  public Verp(DerivedKeys keys) {
    SecretKey key = keys.of("return path");
    this.mac = ThreadLocal.withInitial(() -> newMac(key));
  }

  private static Mac newMac(SecretKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", e);
    }
  }

  /**
   * The return path of a delivery.
   *
   * @param base the campaign's envelope sender
   * @return the base itself if it leaves no room for the mark
   */
  public String address(String base, long deliveryId) {
    int at = base.lastIndexOf('@');
    String mark = Long.toString(deliveryId, RADIX) + "-" + signature(deliveryId);
    return at < 0 || at + 1 + mark.length() > LONGEST_LOCAL_PART
        ? base
        : base.substring(0, at) + MARK + mark + base.substring(at);
  }

  /**
   * The delivery that a return path names.
   *
   * @return empty if it names none, or one that was not signed here
   */
  public Optional<Long> deliveryOf(String address) {
    int at = address.lastIndexOf('@');
    int mark = at < 0 ? -1 : address.lastIndexOf(MARK, at);
    int dash = mark < 0 ? -1 : address.indexOf('-', mark);
    if (dash < 0 || dash > at) {
      return Optional.empty();
    }
    String id = address.substring(mark + 1, dash).toLowerCase(Locale.ROOT);
    String signature = address.substring(dash + 1, at).toLowerCase(Locale.ROOT);
    if (!id.matches("[0-9a-z]{1,12}")) {
      return Optional.empty();
    }
    long deliveryId = Long.parseLong(id, RADIX);
    return MessageDigest.isEqual(
            signature.getBytes(StandardCharsets.UTF_8),
            signature(deliveryId).getBytes(StandardCharsets.UTF_8))
        ? Optional.of(deliveryId)
        : Optional.empty();
  }

  /** Whether an address carries a mark of this form, be it signed or not. */
  public static boolean isMarked(String address) {
    return address.matches("[^@]*\\+[0-9A-Za-z]{1,12}-[2-7A-Za-z]{16}@.*");
  }

  private String signature(long deliveryId) {
    byte[] all = mac.get().doFinal(ByteBuffer.allocate(Long.BYTES).putLong(deliveryId).array());
    return base32(Arrays.copyOf(all, SIGNATURE));
  }

  private static String base32(byte[] octets) {
    StringBuilder out = new StringBuilder(octets.length * 8 / 5);
    int buffer = 0;
    int bits = 0;
    for (byte octet : octets) {
      buffer = (buffer << 8) | (octet & 0xFF);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out.append(ALPHABET.charAt((buffer >> bits) & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    return out.toString();
  }
}
