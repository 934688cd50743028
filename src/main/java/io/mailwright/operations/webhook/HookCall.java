package io.mailwright.operations.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes one HTTP/1.1 request (RFC 9112) to an address that was checked, over a connection of its
 * own. The JDK's client looks the host up by itself, and so may come to another address. Redirects
 * are not followed, and nothing of an answer is kept beyond its beginning. Thread-safe.
 */
public final class HookCall {
  private static final Logger LOG = Logger.getLogger(HookCall.class.getName());

  private final PublicAddresses addresses;
  private final SSLSocketFactory tls;
  private final Duration patience;

  /**
   * @param tls whose certificates are trusted
   * @param patience for the whole of a call
   */
  public HookCall(PublicAddresses addresses, SSLSocketFactory tls, Duration patience) {
    this.addresses = addresses;
    this.tls = tls;
    this.patience = patience;
  }

  /** What is made of an answer. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(InputStream in) throws IOException;
  }

  /**
   * Posts JSON; of the answer only the status counts.
   *
   * @param fields header fields beside those of HTTP itself
   * @return the status of the answer
   * @throws IOException in words for people if there is none
   */
  int post(HookUrl url, Map<String, String> fields, byte[] body) throws IOException {
    return exchange(url, request(url, "application/json", fields, body), HookAnswer::status);
  }

  /**
   * Posts the fields of a form, and reads what is answered.
   *
   * @param form as {@code application/x-www-form-urlencoded}
   * @param most octets of the answer's body
   * @throws NotPublic if the host may not be called
   * @throws IOException in words for people if there is no answer
   */
  public HookAnswer postForm(HookUrl url, String form, int most) throws IOException {
    byte[] body = form.getBytes(StandardCharsets.US_ASCII);
    return exchange(
        url,
        request(url, "application/x-www-form-urlencoded", Map.of(), body),
        in -> HookAnswer.read(new BufferedInputStream(in), most));
  }

  private <T> T exchange(HookUrl url, byte[] request, Reading<T> reading) throws IOException {
    List<InetAddress> checked = addresses.of(url.host());
    AtomicBoolean isLate = new AtomicBoolean();
    try (Socket connection = new Socket()) {
      // Also for a server that sends an octet now and then, and so is in time with each.
      CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> cut(connection, isLate));
      return over(connection, url, checked, request, reading);
    } catch (IOException e) {
      throw isLate.get() || e instanceof SocketTimeoutException
          ? new IOException("no answer within " + patience.toSeconds() + " s", e)
          : e;
    }
  }

  private static void cut(Socket connection, AtomicBoolean isLate) {
    if (!connection.isClosed()) {
      isLate.set(true);
      try {
        connection.close();
      } catch (IOException e) {
        LOG.log(Level.FINE, "a webhook's connection did not close", e);
      }
    }
  }

  private <T> T over(
      Socket connection, HookUrl url, List<InetAddress> checked, byte[] request, Reading<T> reading)
      throws IOException {
    // The first that was checked: another could only be tried over another socket, with other time.
    InetSocketAddress address = new InetSocketAddress(checked.get(0), url.port());
    try {
      connection.connect(address, (int) patience.toMillis());
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot connect: " + e.getMessage(), e);
    }
    Socket socket = url.isSecure() ? secure(connection, url) : connection;
    OutputStream out = socket.getOutputStream();
    out.write(request);
    out.flush();
    return reading.of(socket.getInputStream());
  }

  private Socket secure(Socket plain, HookUrl url) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, url.host(), url.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (!url.isIpAddress()) {
      parameters.setServerNames(List.of(new SNIHostName(url.host())));
    }
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      throw new IOException("no secure connection: " + e.getMessage(), e);
    }
    return socket;
  }

  private static byte[] request(HookUrl url, String type, Map<String, String> fields, byte[] body) {
    StringBuilder head = new StringBuilder(600);
    head.append("POST ").append(url.target()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(url.hostField()).append("\r\n");
    head.append("Content-Type: ").append(type).append("\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    head.append("User-Agent: Mailwright\r\nAccept: */*\r\nConnection: close\r\n");
    fields.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    byte[] header = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(header, header.length + body.length);
    System.arraycopy(body, 0, request, header.length, body.length);
    return request;
  }
}
