package io.mailwright.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demonstration tells when what came back is not what was counted. */
class DemoFeedbackTest {
  private final Map<String, String> answers = new TreeMap<>();
  private final List<String> said = new ArrayList<>();
  private HttpServer server;
  private DemoFeedback feedback;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String what =
              exchange.getRequestMethod() + " " + exchange.getRequestURI().toString().substring(4);
          byte[] body = answers.getOrDefault(what, "").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, 0);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    feedback =
        new DemoFeedback(
            new ApiClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "admin", "x"),
            said::add,
            () -> {});
    answers.put("GET /campaigns/7", "{\"feedback\":{\"hardBounce\":1,\"complaint\":1}}");
    answers.put("GET /mailboxes/3", "{\"total\":2}");
    answers.put(
        "GET /suppressions?limit=1000&reason=hard-bounce",
        """
        {"items":[{"email":"a@example.com","reason":"hard-bounce","source":"mailbox M","evidence":"550 gone"},
                  {"email":"b@example.com","reason":"hard-bounce","source":"campaign 7","evidence":"550 no"}]}
        """);
    answers.put(
        "GET /suppressions?limit=1000&reason=complaint",
        """
        {"items":[{"email":"c@example.com","reason":"complaint","source":"mailbox M","evidence":"abuse"}]}
        """);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void tellsWhatCameBackAndWhoIsSuppressedForIt() throws Exception {
    feedback.print(7, 3);
    assertThat(said)
        .contains("  hard bounces           1", "  complaints             1")
        .anyMatch(line -> line.contains("a@example.com") && line.contains("550 gone"))
        .noneMatch(line -> line.contains("b@example.com"));
  }

  @Test
  void failsWhereItDoesNotAddUp() {
    answers.put("GET /mailboxes/3", "{\"total\":3}");
    assertThatThrownBy(() -> feedback.print(7, 3))
        .isInstanceOf(DemoFailure.class)
        .hasMessageContaining("does not add up");
  }

  @Test
  void failsWhereNothingCameBack() {
    answers.put("GET /campaigns/7", "{\"feedback\":{\"hardBounce\":0,\"complaint\":0}}");
    answers.put("GET /mailboxes/3", "{\"total\":0}");
    answers.put("GET /suppressions?limit=1000&reason=hard-bounce", "{\"items\":[]}");
    answers.put("GET /suppressions?limit=1000&reason=complaint", "{\"items\":[]}");
    assertThatThrownBy(() -> feedback.print(7, 3)).isInstanceOf(DemoFailure.class);
  }

  @Test
  void failsWhereTheMailboxCouldNotBeRead() {
    answers.put("POST /mailboxes/3/collect", "{\"executionId\":9}");
    answers.put(
        "GET /executions/9",
        "{\"endedAt\":\"2026-01-01T00:00:00Z\",\"batchStatus\":\"COMPLETED\",\"exitStatus\":\"INCOMPLETE\"}");
    assertThatThrownBy(() -> feedback.read(3))
        .isInstanceOf(DemoFailure.class)
        .hasMessageContaining("INCOMPLETE");
  }
}
