package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadinessTest {
  private static final String NOTHING =
      "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"No Application deployed\"}]}";
  private static final String RECOVERING =
      "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"mailwright\",\"status\":\"DOWN\"}]}";

  private static boolean isReady(int thenStatus, String body) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/health/ready",
        exchange -> {
          boolean recovering = asked.getAndIncrement() < 2;
          byte[] text = (recovering ? RECOVERING : body).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(recovering ? 503 : thenStatus, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
    try {
      URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      return new Readiness(base).await(() -> {});
    } finally {
      server.stop(0);
    }
  }

  @Test
  void waitsWhileTheApplicationRecovers() throws Exception {
    assertThat(isReady(200, "{}")).isTrue();
  }

  @Test
  void endsWhenTheApplicationDidNotStart() throws Exception {
    assertThat(isReady(503, NOTHING)).isFalse();
    assertThat(isReady(500, "")).isFalse();
  }
}
