package io.mailwright.smtp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * A TCP socket whose read time-out holds for a reply as a whole, and not for each of its octets: a
 * server that drips one now and then, or never comes to an end, holds a connection no longer and
 * fills no more memory than one that is silent. TLS is laid over it and so bound by it too.
 */
final class BoundedSocket extends Socket {
  /** A reply line has at most 512 octets (RFC 5321 section 4.5.3.1.5); this is room for 128. */
  static final int MOST_OCTETS = 64 * 1024;

  private final Socket socket;
  private InputStream input;
  private int patience;
  private boolean bounded;
  private long begun;
  private int octets;

  /**
   * @param socket that does the work; Angus makes one by itself where TLS comes first
   */
  BoundedSocket(Socket socket) throws SocketException {
    this.socket = socket;
    this.patience = socket.getSoTimeout();
  }

  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    patience = millis;
    socket.setSoTimeout(millis);
  }

  /** From now on all reads together may take the time-out, and give no more than a long reply. */
  synchronized void beginReply() {
    bounded = true;
    begun = System.nanoTime();
    octets = 0;
  }

  /** The reply is there, or will not be; each read has the whole time-out again. */
  synchronized void endReply() throws SocketException {
    bounded = false;
    if (!isClosed()) {
      socket.setSoTimeout(patience);
    }
  }

  private synchronized void beforeRead() throws IOException {
    if (!bounded || patience == 0) {
      return;
    }
    long left = patience - (System.nanoTime() - begun) / 1_000_000;
    if (left < 1) {
      throw new SocketTimeoutException("the reply did not end in time");
    }
    socket.setSoTimeout((int) left);
  }

  private synchronized void afterRead(int count) throws IOException {
    octets += Math.max(0, count);
    if (bounded && octets > MOST_OCTETS) {
      throw new IOException("the reply is longer than " + MOST_OCTETS + " octets");
    }
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (input == null) {
      input = new BoundedInput(socket.getInputStream());
    }
    return input;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    socket.connect(endpoint);
  }

  @Override
  public void connect(SocketAddress endpoint, int millis) throws IOException {
    socket.connect(endpoint, millis);
  }

  @Override
  public void bind(SocketAddress local) throws IOException {
    socket.bind(local);
  }

  @Override
  public InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return socket.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return socket.getLocalSocketAddress();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public synchronized int getSoTimeout() throws SocketException {
    return socket.getSoTimeout();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    socket.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return socket.getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    socket.setSoLinger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return socket.getSoLinger();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    socket.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return socket.getKeepAlive();
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public boolean isInputShutdown() {
    return socket.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isBound() {
    return socket.isBound();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public synchronized void close() throws IOException {
    socket.close();
  }

  private final class BoundedInput extends FilterInputStream {
    BoundedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      beforeRead();
      int count = super.read(b, off, len);
      afterRead(count);
      return count;
    }
  }
}
