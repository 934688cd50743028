package io.mailwright.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of 127.0.0.1 that is taken but does not listen: whoever connects is refused at once, and
 * nobody else can be given the port meanwhile.
 */
public final class ClosedPort implements AutoCloseable {
  private final Socket taken = new Socket();

  /** Takes any port. */
  public ClosedPort() throws IOException {
    taken.bind(new InetSocketAddress("127.0.0.1", 0));
  }

  /** The port's number. */
  public int port() {
    return taken.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    taken.close();
  }
}
