package io.mailwright.feedback.feed;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Asks Amazon over HTTPS, with time-outs, without following redirects. Thread-safe. */
final class SnsWeb {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int MOST = 64 * 1024;
  private static final int OK = 200;

  private final HttpClient client;
  private final UnaryOperator<URI> route;

  /**
   * @param client with time-outs; tests bring one that trusts their own server
   * @param route where to ask in place of an address: there itself, but for tests
   */
  SnsWeb(HttpClient client, UnaryOperator<URI> route) {
    this.client = client;
    this.route = route;
  }

  static SnsWeb real() {
    return new SnsWeb(
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build(),
        UnaryOperator.identity());
  }

  /**
   * What stands at an address.
   *
   * @throws IOException if it cannot be had in time, or is too long for what it should be
   */
  byte[] get(URI address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(route.apply(address)).timeout(ANSWER).GET().build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        byte[] body = in.readNBytes(MOST + 1);
        if (answer.statusCode() != OK || body.length > MOST) {
          throw new IOException("answered " + answer.statusCode());
        }
        return body;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
