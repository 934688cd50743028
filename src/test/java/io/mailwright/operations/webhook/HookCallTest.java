package io.mailwright.operations.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mailwright.kernel.settings.Network;
import io.mailwright.smtp.TrustedCertificates;
import io.mailwright.testing.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls over real connections, with name servers of the test's own. */
class HookCallTest {
  private static final byte[] BODY = "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8);
  private static final List<Network> LOOPBACK = List.of(Network.of("127.0.0.0/8"));

  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> received = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static HookCall call(PublicAddresses.Resolver names, SSLSocketFactory tls) {
    return new HookCall(new PublicAddresses(names, LOOPBACK), tls, Duration.ofSeconds(2));
  }

  private static HookCall call() {
    return call(host -> new InetAddress[] {address("127.0.0.1")}, TrustedCertificates.ofJava());
  }

  private HttpServer server(HttpServer server, int status, Map<String, String> fields)
      throws IOException {
    server.createContext(
        "/",
        exchange -> {
          received.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Host")
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Test")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          fields.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
    return server;
  }

  private HttpServer plain(int status, Map<String, String> fields) throws IOException {
    return server(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10), status, fields);
  }

  private static int port(HttpServer server) {
    return server.getAddress().getPort();
  }

  @Test
  void postsToTheHostByItsName() throws Exception {
    int port = port(plain(204, Map.of()));
    HookUrl url = HookUrl.of("url", "http://hooks.example:" + port + "/in?x=1");
    assertThat(call().post(url, Map.of("X-Test", "yes"), BODY)).isEqualTo(204);
    assertThat(received)
        .containsExactly("POST /in?x=1 hooks.example:" + port + " yes {\"a\":\"ü\"}");
  }

  /** The answer changes between the check and the connection, as an attacker's name server does. */
  @Test
  void asksForTheAddressOnceAndGoesToTheOneThatWasChecked() throws Exception {
    int port = port(plain(200, Map.of()));
    AtomicInteger asked = new AtomicInteger();
    PublicAddresses.Resolver rebinding =
        host ->
            new InetAddress[] {address(asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2")};
    HookCall call = call(rebinding, TrustedCertificates.ofJava());
    HookUrl url = HookUrl.of("url", "http://rebind.example:" + port + "/");
    assertThat(call.post(url, Map.of(), BODY)).isEqualTo(200);
    assertThat(asked).hasValue(1);

    // The other way round: a public address when it is checked would be the server here afterwards.
    AtomicInteger first = new AtomicInteger();
    HookCall strict =
        new HookCall(
            new PublicAddresses(
                host ->
                    new InetAddress[] {
                      address(first.getAndIncrement() == 0 ? "127.0.0.1" : "8.8.8.8")
                    },
                List.of()),
            TrustedCertificates.ofJava(),
            Duration.ofSeconds(2));
    assertThatThrownBy(() -> strict.post(url, Map.of(), BODY)).hasMessageContaining("not public");
    assertThat(received).hasSize(1);
  }

  @Test
  void followsNoRedirect() throws Exception {
    HttpServer inner = plain(200, Map.of());
    HttpServer outer =
        plain(307, Map.of("Location", "http://127.0.0.1:" + port(inner) + "/secret"));
    HookUrl url = HookUrl.of("url", "http://hooks.example:" + port(outer) + "/");
    assertThat(call().post(url, Map.of(), BODY)).isEqualTo(307);
    assertThat(received).hasSize(1).allMatch(line -> !line.contains("secret"));
  }

  private HttpsServer secure(TestCertificate certificate) throws Exception {
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificate.serverContext()) {
          @Override
          public void configure(com.sun.net.httpserver.HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            // A server that has only this name ends the handshake without it (RFC 6066).
            tls.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("hooks\\.example")));
            parameters.setSSLParameters(tls);
          }
        });
    server(server, 200, Map.of());
    return server;
  }

  @Test
  void checksTheCertificateAgainstTheHostsName() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "dns:hooks.example");
    int port = port(secure(certificate));
    PublicAddresses.Resolver names = host -> new InetAddress[] {address("127.0.0.1")};
    HookCall trusting = call(names, TrustedCertificates.ofJavaAnd(certificate.pem()));
    assertThat(
            trusting.post(HookUrl.of("url", "https://hooks.example:" + port + "/"), Map.of(), BODY))
        .isEqualTo(200);

    TestCertificate other = TestCertificate.make(folder, "dns:other.example");
    int otherPort = port(secure(other));
    HookCall trustingOther = call(names, TrustedCertificates.ofJavaAnd(other.pem()));
    assertThatThrownBy(
            () ->
                trustingOther.post(
                    HookUrl.of("url", "https://hooks.example:" + otherPort + "/"), Map.of(), BODY))
        .hasMessageContaining("no secure connection");
    assertThatThrownBy(
            () ->
                call(names, TrustedCertificates.ofJava())
                    .post(HookUrl.of("url", "https://hooks.example:" + port + "/"), Map.of(), BODY))
        .hasMessageContaining("no secure connection");
    assertThat(received).hasSize(1);
  }

  /** A server that is no HTTP server: it does this with each connection. */
  private int raw(Peer peer) throws IOException {
    ServerSocket listener = new ServerSocket(0, 5, address("127.0.0.1"));
    open.add(listener);
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Socket client = listener.accept();
                  open.add(client);
                  peer.talk(client.getOutputStream());
                  client.close();
                }
              } catch (IOException closed) {
                // The test is over, or the client had enough.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return listener.getLocalPort();
  }

  private interface Peer {
    void talk(OutputStream out) throws IOException;
  }

  private static HookUrl local(int port) {
    return HookUrl.of("url", "http://hooks.example:" + port + "/");
  }

  @Test
  void waitsForAnAnswerNoLongerThanItsPatience() throws Exception {
    int port =
        raw(
            out -> {
              for (byte b : "HTTP/1.1 200 OK and on and on and on and on and on".getBytes()) {
                out.write(b);
                out.flush();
                java.util.concurrent.locks.LockSupport.parkNanos(200_000_000L);
              }
            });
    long start = System.nanoTime();
    assertThatThrownBy(() -> call().post(local(port), Map.of(), BODY))
        .hasMessage("no answer within 2 s");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void readsNoEndlessHeader() throws Exception {
    int port =
        raw(
            out -> {
              byte[] block = new byte[8192];
              java.util.Arrays.fill(block, (byte) 'a');
              for (int i = 0; i < 10_000; i++) {
                out.write(block);
              }
            });
    assertThatThrownBy(() -> call().post(local(port), Map.of(), BODY))
        .hasMessageContaining("larger than 16384");
  }

  @Test
  void passesOverWhatGoesBeforeTheAnswerAndTakesNothingElseForOne() throws Exception {
    int early =
        raw(
            out ->
                out.write(
                    "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 201 Made\r\n\r\n".getBytes()));
    assertThat(call().post(local(early), Map.of(), BODY)).isEqualTo(201);
    int smtp = raw(out -> out.write("220 mail ESMTP\r\n".getBytes()));
    assertThatThrownBy(() -> call().post(local(smtp), Map.of(), BODY))
        .hasMessage("the answer is no HTTP");
    int silent = raw(out -> out.write(new byte[0]));
    assertThatThrownBy(() -> call().post(local(silent), Map.of(), BODY))
        .isInstanceOf(IOException.class);
  }
}
