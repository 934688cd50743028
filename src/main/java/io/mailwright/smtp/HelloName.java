package io.mailwright.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;

/** What a client may call itself in EHLO (RFC 5321 section 4.1.1.1). */
final class HelloName {
  private HelloName() {}

  /** Whether it is a domain name of several labels, and not an address. */
  static boolean isFullyQualified(String name) {
    int dot = name.lastIndexOf('.');
    boolean isAddress =
        name.indexOf(':') >= 0 || name.substring(dot + 1).chars().allMatch(Character::isDigit);
    return dot > 0 && !isAddress;
  }

  /** An address as it stands where a domain is wanted (RFC 5321 section 4.1.3). */
  static String literalOf(InetAddress address) {
    String text = address.getHostAddress();
    if (address instanceof Inet6Address) {
      int zone = text.indexOf('%');
      return "[IPv6:" + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }
    return "[" + text + "]";
  }
}
