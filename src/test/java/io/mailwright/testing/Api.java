package io.mailwright.testing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** The outside contract as a script sees it. */
public final class Api {
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final String authorization;

  /** As this user. */
  public Api(URI base, String user, String password) {
    this.base = base;
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** An answer: status and body. */
  public record Answer(int status, String body) {
    /** The body. */
    public JsonObject json() {
      try (JsonReader reader = Json.createReader(new StringReader(body))) {
        return reader.readObject();
      }
    }

    /** The body of an answer that must be a success. */
    public JsonObject ok() {
      assertThat(status).as(body).isBetween(200, 299);
      return json();
    }

    /** The error's number, for an answer that must be a problem with this status. */
    public String problem(int expectedStatus) {
      assertThat(status).as(body).isEqualTo(expectedStatus);
      return json().getString("code");
    }
  }

  /** Whether the server takes requests. */
  public boolean isReady() {
    try {
      return http.send(
                  HttpRequest.newBuilder(base.resolve("/health/ready"))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false; // not listening yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends a request of this method or content. */
  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** Sends a request of this method or content. */
  public Answer post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** Sends a request of this method or content. */
  public Answer post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  /** Sends a request of this method or content. */
  public Answer csv(String path, byte[] csv) {
    return send(
        request(path).header("Content-Type", "text/csv").POST(BodyPublishers.ofByteArray(csv)));
  }

  /** A request to be completed. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofMinutes(2))
        .header("Authorization", authorization);
  }

  /** Sends what {@link #request} gave. */
  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A name nobody has used in this run. */
  public static String unique(String prefix) {
    return prefix + " " + SERIAL.incrementAndGet();
  }
}
