package io.mailwright.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Lays TLS over the TCP sockets of one transport and tells its {@link LiveSocket}. Angus has a
 * connected socket by then, for STARTTLS and implicit TLS alike, so the other ways to make one are
 * refused.
 */
final class TlsSockets extends SSLSocketFactory {
  private final SSLSocketFactory tls;
  private final LiveSocket live;

  TlsSockets(SSLSocketFactory tls, LiveSocket live) {
    this.tls = tls;
    this.live = live;
  }

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    BoundedSocket bounded =
        plain instanceof BoundedSocket ? (BoundedSocket) plain : new BoundedSocket(plain);
    live.opened(bounded);
    Socket secured = tls.createSocket(bounded, host, port, autoClose);
    live.secured(secured);
    return secured;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw onlyLayered();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw onlyLayered();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw onlyLayered();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw onlyLayered();
  }

  private static UnsupportedOperationException onlyLayered() {
    return new UnsupportedOperationException("TLS is only laid over a connected socket");
  }
}
