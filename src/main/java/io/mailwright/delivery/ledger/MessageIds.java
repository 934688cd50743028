package io.mailwright.delivery.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The stable Message-ID (RFC 5322 section 3.6.4) of a campaign's mail to a recipient: a second copy
 * carries the same one.
 */
public final class MessageIds {
  private static final int OCTETS = 12;

  private MessageIds() {}

  /**
   * @param emailKey the normalised address; it cannot be read back from the result
   * @param fromAddress the address in From; its domain is the right-hand side
   * @return with angle brackets, ASCII
   */
  public static String of(long campaignId, String emailKey, String fromAddress) {
    String domain = fromAddress.substring(fromAddress.lastIndexOf('@') + 1);
    return "<"
        + digest(campaignId + ":" + emailKey)
        + "."
        + campaignId
        + "@"
        + java.net.IDN.toASCII(domain).toLowerCase(Locale.ROOT)
        + ">";
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
