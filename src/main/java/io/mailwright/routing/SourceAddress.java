package io.mailwright.routing;

import io.mailwright.kernel.error.Require;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A local IP address that mails to a server leave from. Whether it is one of this machine's shows
 * when a connection is made: it may come later, and a node that lacks it goes by other routes.
 *
 * @param address IPv4 or IPv6 as a number, kept in its usual form
 * @param weight its share against the server's other sources, 1 to 1,000
 * @param rotateAfter mails after which the next source has its turn, 1 to 1,000,000; the numbers
 *     are the shares then. Empty: the sources are mixed by weight
 */
public record SourceAddress(String address, int weight, Optional<Integer> rotateAfter) {
  /** Sources of a server at most. */
  public static final int MOST = 100;

  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
  private static final Pattern SIXTEEN_OCTETS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final int LONGEST = 45;

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name, {@code
   *     sources.address} and its like
   */
  public SourceAddress {
    address = inetAddress(Require.line("sources.address", address, LONGEST)).getHostAddress();
    Require.range("sources.weight", weight, 1, 1000);
    rotateAfter.ifPresent(n -> Require.range("sources.rotateAfter", n, 1, 1_000_000));
  }

  /** The address to bind. */
  public InetAddress inetAddress() {
    return inetAddress(address);
  }

  /** Never looks a name up: what is no number is refused before. */
  private static InetAddress inetAddress(String text) {
    if (!FOUR_NUMBERS.matcher(text).matches() && !SIXTEEN_OCTETS.matcher(text).matches()) {
      throw noAddress(text);
    }
    try {
      InetAddress address = InetAddress.getByName(text);
      if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
        throw noAddress(text);
      }
      return address;
    } catch (UnknownHostException e) {
      throw noAddress(text);
    }
  }

  private static RuntimeException noAddress(String text) {
    return Require.refused(
        "sources.address",
        "“" + text + "” is no address to send from. Give an IPv4 or IPv6 address of this machine.");
  }
}
