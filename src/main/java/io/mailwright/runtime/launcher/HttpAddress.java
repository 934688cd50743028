package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where the server listens for HTTP.
 *
 * @param address the local address; a wildcard for all
 * @param port 1 to 65535
 */
record HttpAddress(InetAddress address, int port) {

  /**
   * @param host a name or address of this machine
   * @throws StartFailure if it is unknown, or of another machine
   */
  static HttpAddress of(String host, int port) throws StartFailure {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
        return new HttpAddress(address, port);
      }
    } catch (UnknownHostException | SocketException e) {
      // Said below, together with addresses of other machines.
    }
    throw new StartFailure(
        ErrorCode.SETTING_UNUSABLE,
        "MAILWRIGHT_HTTP_ADDRESS is %s, which is not an address of this machine.".formatted(host)
            + " Use 127.0.0.1, 0.0.0.0 or the address of a network card.");
  }

  /**
   * Makes sure that we could listen here.
   *
   * @throws StartFailure if the port is taken or not allowed
   */
  void checkFree() throws StartFailure {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
    } catch (BindException e) {
      throw new StartFailure(
          ErrorCode.PORT_TAKEN,
          "Port %d on %s cannot be used (%s). Stop the program that has it, or choose another one"
                  .formatted(port, address.getHostAddress(), Reasons.of(e))
              + " with --port.");
    } catch (IOException e) {
      throw new StartFailure(
          ErrorCode.PORT_TAKEN,
          "Port %d on %s cannot be used (%s). Choose another one with --port."
              .formatted(port, address.getHostAddress(), Reasons.of(e)));
    }
  }

  /** Where a browser on this machine finds it. */
  URI url() {
    String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
  }
}
