package io.mailwright.demo;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Calls the REST interface with Basic authentication. */
final class ApiClient {
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI base;
  private final String authorization;

  ApiClient(URI base, String user, String password) {
    this.base = base;
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the server says that it is ready. */
  boolean isReady() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    return json(request(path).GET().build());
  }

  JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
    return json(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  JsonObject post(String path) throws IOException, InterruptedException {
    return json(request(path).POST(BodyPublishers.noBody()).build());
  }

  JsonObject postCsv(String path, byte[] csv) throws IOException, InterruptedException {
    return json(
        request(path)
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofByteArray(csv))
            .build());
  }

  String text(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request(path).GET().build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve("/api" + path))
        .timeout(Duration.ofMinutes(1))
        .header("Authorization", authorization);
  }

  private JsonObject json(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() >= 300) {
      throw new DemoFailure(
          request.method()
              + " "
              + request.uri().getPath()
              + " answered "
              + response.statusCode()
              + ": "
              + response.body());
    }
    try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }

  /** A resource of the demonstration. */
  static byte[] resource(String name) throws IOException {
    try (InputStream in = ApiClient.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new DemoFailure(name + " is missing from the product");
      }
      return in.readAllBytes();
    }
  }
}
