package io.mailwright.bench;

import io.mailwright.testing.Api;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The real uber-jar with 512 MB of heap, driven over REST; its garbage collector's log tells the
 * peak heap.
 */
final class BenchServer implements AutoCloseable {
  private static final Pattern HEAP = Pattern.compile("(\\d+)M->\\d+M\\(");
  private static final Duration UPLOAD = Duration.ofMinutes(10);

  private final Path folder;
  private final BenchDatabase database;
  private final UberJar server;
  private final Api api;
  private int serial;

  BenchServer(Path folder, BenchDatabase database, List<String> options) {
    this(folder, database, Map.of(), options);
  }

  /**
   * @param settings of the server beside those of its database
   * @param options of its JVM
   */
  BenchServer(
      Path folder, BenchDatabase database, Map<String, String> settings, List<String> options) {
    Map<String, String> all = new TreeMap<>(database.settings());
    all.putAll(settings);
    this.folder = folder;
    this.database = database;
    this.server =
        new UberJar(
            folder,
            all,
            Stream.concat(
                    Stream.of(
                        "-Xmx512m", "-Xlog:gc:file=" + folder.toAbsolutePath().resolve("gc.log")),
                    options.stream())
                .toArray(String[]::new));
    this.api = server.api();
    server.start();
  }

  static void aMoment() {
    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
  }

  BenchDatabase database() {
    return database;
  }

  Path dataFolder() {
    return server.dataFolder();
  }

  Duration processorTime() {
    return Meter.timeOf(server.process().toHandle());
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
    return api.get("/api" + path).ok();
  }

  JsonObject post(String path, String json) {
    return (json.isEmpty() ? api.post("/api" + path) : api.post("/api" + path, json)).ok();
  }

  /** Changes what stands there now. */
  JsonObject patch(String path, String json) {
    int version = get(path).getInt("version");
    return api.send(
            api.request("/api" + path)
                .header("Content-Type", "application/json")
                .header("If-Match", "\"" + version + "\"")
                .method("PATCH", BodyPublishers.ofString(json)))
        .ok();
  }

  /** A template from the mailing's texts. */
  long template() throws IOException {
    return id(post("/templates", Mailing.template()));
  }

  /** A pool of one server. */
  long pool(int port) {
    String name = "sink " + ++serial;
    long id =
        id(
            post(
                "/servers",
                """
                {"name":"%s","host":"127.0.0.1","port":%d,"tls":"none",
                 "maxConnections":64,"maxMailsPerConnection":100000}
                """
                    .formatted(name, port)));
    return id(
        post(
            "/pools",
            "{\"name\":\"%s\",\"servers\":[{\"id\":%d,\"weight\":1}]}".formatted(name, id)));
  }

  /** A list from a CSV file, when it is imported. */
  long list(Path csv) throws IOException {
    long list = id(post("/lists", "{\"name\":\"list " + ++serial + "\"}"));
    long importId =
        api.send(
                api.request("/api/lists/" + list + "/imports")
                    .timeout(UPLOAD)
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofFile(csv)))
            .ok()
            .getInt("importId");
    JsonObject state = get("/imports/" + importId);
    while (!state.getString("state").equals("completed")) {
      if (state.getString("state").equals("failed")) {
        throw new IllegalStateException(state.toString());
      }
      aMoment();
      state = get("/imports/" + importId);
    }
    return list;
  }

  static long id(JsonObject created) {
    return created.getJsonNumber("id").longValue();
  }

  @Override
  public void close() throws InterruptedException {
    server.close();
  }
}
