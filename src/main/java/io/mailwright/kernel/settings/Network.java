package io.mailwright.kernel.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IP addresses (RFC 4632, RFC 4291 section 2.3).
 *
 * @param first an address of it
 * @param bits how many leading bits all of its addresses share
 */
public record Network(InetAddress first, int bits) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<address>\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/(?<bits>\\d{1,3})");

  /**
   * The network of a text such as {@code 10.0.0.0/8} or {@code fd00::/8}. No name is looked up.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Network of(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no network: " + text);
    }
    try {
      InetAddress first = InetAddress.getByName(parts.group("address"));
      int bits = Integer.parseInt(parts.group("bits"));
      if (bits > first.getAddress().length * 8) {
        throw new IllegalArgumentException("no network: " + text);
      }
      return new Network(first, bits);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no network: " + text, e);
    }
  }

  /** Whether an address lies in it. */
  public boolean contains(InetAddress address) {
    byte[] own = first.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
