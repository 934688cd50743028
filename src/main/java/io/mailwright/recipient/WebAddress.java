package io.mailwright.recipient;

import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import java.nio.charset.StandardCharsets;

/** Writes an address of the Web as HTTP wants it: ASCII, and nothing that could end the line. */
final class WebAddress {
  /**
   * What stands in an address as it is, beside letters and digits (RFC 3986), and a percent sign.
   */
  private static final String PLAIN = "-._~:/?#[]@!$&'()*+,;=%";

  private WebAddress() {}

  /** The same address in ASCII. */
  static String ascii(String address) {
    int host = address.indexOf("//") + 2;
    int end = host;
    while (end < address.length() && "/?#\\".indexOf(address.charAt(end)) < 0) {
      end++;
    }
    return address.substring(0, host)
        + escaped(hostAscii(address.substring(host, end)))
        + escaped(address.substring(end));
  }

  private static String hostAscii(String authority) {
    if (authority.chars().allMatch(c -> c < 0x80)) {
      return authority;
    }
    int at = authority.lastIndexOf('@') + 1;
    int port = authority.indexOf(':', at);
    int end = port < 0 ? authority.length() : port;
    // As in addresses of mail: the JDK's own mapping would lead to another domain for some letters.
    return EmailAddress.check("a@" + authority.substring(at, end))
            instanceof AddressVerdict.Accepted accepted
        ? authority.substring(0, at) + accepted.address().domain() + authority.substring(end)
        : authority;
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (isPlain) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }
}
