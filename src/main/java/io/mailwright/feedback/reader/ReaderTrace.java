package io.mailwright.feedback.reader;

import io.mailwright.kernel.secret.DerivedKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * What is kept of where a reader is, outside of privacy mode: the network, cut to 24 bits of IPv4
 * or 48 of IPv6, and a keyed hash of the program's name, by which two visits can be compared and
 * nothing else. Thread-safe.
 */
final class ReaderTrace {
  private static final int HASH = 6;

  private final SecretKey key;

  ReaderTrace(DerivedKeys keys) {
    this.key = keys.of("readers");
  }

  String of(ReaderRequest request) {
    return network(request.address()) + " " + hash(request.agent());
  }

  /** Of an address that is none, nothing. */
  static String network(String address) {
    String plain = address.indexOf('%') < 0 ? address : address.substring(0, address.indexOf('%'));
    String[] four = plain.split("\\.");
    if (four.length == 4 && plain.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
      return four[0] + "." + four[1] + "." + four[2] + ".0/24";
    }
    boolean isSix =
        plain.indexOf(':') >= 0
            && plain.chars().allMatch(c -> c == ':' || Character.digit(c, 16) >= 0);
    return isSix ? six(plain) : "";
  }

  /** The first three groups; what is left out in the middle is zeros. */
  private static String six(String address) {
    int gap = address.indexOf("::");
    String[] groups = (gap < 0 ? address : address.substring(0, gap)).split(":");
    StringBuilder first = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      String group = i < groups.length && !groups[i].isEmpty() ? groups[i] : "0";
      first.append(group).append(':');
    }
    return first + ":/48";
  }

  private String hash(String agent) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] all = mac.doFinal(agent.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(all, HASH));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", e);
    }
  }
}
