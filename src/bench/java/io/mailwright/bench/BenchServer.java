package io.mailwright.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real uber-jar with 512 MB of heap, driven over REST; its garbage collector's log tells the
 * peak heap.
 */
final class BenchServer implements AutoCloseable {
  private static final String PASSWORD = "bench-password";
  private static final Pattern HEAP = Pattern.compile("(\\d+)M->\\d+M\\(");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final Path folder;
  private final Process process;

  BenchServer(Path folder, Map<String, String> database) throws IOException {
    this.folder = Files.createDirectories(folder);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    base = URI.create("http://127.0.0.1:" + port);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xlog:gc:file=" + folder.resolve("gc.log"),
                "-jar",
                Path.of("target", "mailwright.jar").toString(),
                "--port",
                String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.txt").toFile());
    builder.environment().put("MAILWRIGHT_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("MAILWRIGHT_ADMIN_PASSWORD", PASSWORD);
    builder.environment().putAll(database);
    process = builder.start();
    while (!isReady()) {
      if (!process.isAlive()) {
        throw new IOException(
            "the server ended: " + Files.readString(folder.resolve("console.txt")));
      }
      aMoment();
    }
  }

  static void aMoment() {
    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
  }

  private boolean isReady() {
    try {
      return http.send(
                  HttpRequest.newBuilder(base.resolve("/health/ready")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false; // not listening yet
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Duration processorTime() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The most heap in use before a collection, in MiB. */
  long peakHeap() throws IOException {
    Matcher matcher = HEAP.matcher(Files.readString(folder.resolve("gc.log")));
    long peak = 0;
    while (matcher.find()) {
      peak = Math.max(peak, Long.parseLong(matcher.group(1)));
    }
    return peak;
  }

  JsonObject get(String path) {
    return send(request(path).GET());
  }

  JsonObject post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  JsonObject postCsv(String path, byte[] csv) {
    return send(
        request(path).header("Content-Type", "text/csv").POST(BodyPublishers.ofByteArray(csv)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve("/api" + path))
        .header(
            "Authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        ("admin:" + PASSWORD).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private JsonObject send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
      try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
        return reader.readObject();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
