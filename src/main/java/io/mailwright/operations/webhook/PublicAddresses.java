package io.mailwright.operations.webhook;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.settings.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a webhook may be called at: public ones (RFC 6890, the special-purpose registries
 * of IANA), and those that a setting allows. A host is looked up once, and whoever asked connects
 * to what was checked, so that a name server cannot give another address the second time.
 */
public final class PublicAddresses {
  /** Loopback, private, link-local, shared, documentation, multicast, reserved. */
  private static final List<Network> FORBIDDEN =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.31.196.0/24",
              "192.52.193.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "192.175.48.0/24",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              // Of what is global unicast: transition from IPv4, ORCHID, benchmarks, documentation.
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "2620:4f:8000::/48",
              "3fff::/20")
          .map(Network::of)
          .toList();

  /** All other IPv6 addresses are mapped, translated, local, multicast or given to nobody. */
  private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

  private static final int IPV4_OCTETS = 4;

  /** Looks up names. */
  @FunctionalInterface
  public interface Resolver {
    /** All addresses of a host. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final List<Network> allowed;

  /**
   * @param allowed networks that may be called although they are not public
   */
  public PublicAddresses(Resolver resolver, List<Network> allowed) {
    this.resolver = resolver;
    this.allowed = List.copyOf(allowed);
  }

  /**
   * The addresses of a host, each of which may be called.
   *
   * @throws IOException if there is none, or one may not be called
   */
  List<InetAddress> of(String host) throws IOException {
    InetAddress[] found;
    try {
      found = resolver.resolve(host);
    } catch (UnknownHostException e) {
      throw new IOException("the host " + host + " has no address", e);
    }
    if (found.length == 0) {
      throw new IOException("the host " + host + " has no address");
    }
    for (InetAddress address : found) {
      if (!mayBeCalled(address)) {
        throw new NotPublic(host);
      }
    }
    return Arrays.asList(found);
  }

  /**
   * Refuses an IP address, or this machine's own name, that no call may go to. Other names may
   * stand for another address tomorrow: they are looked at with each call.
   *
   * @param field that holds the address
   */
  void requireCallable(String field, HookUrl url) {
    boolean isFixed = url.isIpAddress() || url.host().equalsIgnoreCase("localhost");
    try {
      if (isFixed) {
        of(url.host());
      }
    } catch (IOException e) {
      throw Require.refused(
          field,
          "leads to an address that is not public. An admin of the server can allow its network by"
              + " MAILWRIGHT_WEBHOOK_NETWORKS.");
    }
  }

  boolean mayBeCalled(InetAddress address) {
    return allowed.stream().anyMatch(network -> network.contains(address)) || isPublic(address);
  }

  private static boolean isPublic(InetAddress address) {
    boolean isIpv4 = address.getAddress().length == IPV4_OCTETS;
    return (isIpv4 || GLOBAL_UNICAST.contains(address))
        && FORBIDDEN.stream().noneMatch(network -> network.contains(address));
  }
}
