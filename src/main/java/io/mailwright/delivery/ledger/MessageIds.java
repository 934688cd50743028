package io.mailwright.delivery.ledger;

import io.mailwright.kernel.secret.DerivedKeys;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The stable Message-ID (RFC 5322 section 3.6.4) of a campaign's mail to a recipient: a second copy
 * carries the same one. It is made with a key, so that nobody can make up that of another
 * recipient: a notice that shows it is about our mail. Thread-safe.
 */
@NodeSingleton
public class MessageIds {
  private static final int OCTETS = 12;

  private ThreadLocal<Mac> mac;

  /** With a key of its own. */
  @Inject
  public MessageIds(DerivedKeys keys) {
    SecretKey key = keys.of("message id");
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
   * @param emailKey the normalised address; it cannot be read back from the result
   * @param fromAddress the address in From; its domain is the right-hand side
   * @return with angle brackets, ASCII
   */
  public String of(long campaignId, String emailKey, String fromAddress) {
    String domain = fromAddress.substring(fromAddress.lastIndexOf('@') + 1);
    byte[] mark = mac.get().doFinal((campaignId + ":" + emailKey).getBytes(StandardCharsets.UTF_8));
    return "<"
        + HexFormat.of().formatHex(mark, 0, OCTETS)
        + "."
        + campaignId
        + "@"
        + java.net.IDN.toASCII(domain).toLowerCase(Locale.ROOT)
        + ">";
  }
}
