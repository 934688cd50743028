package io.mailwright.bench;

import io.mailwright.testing.Api;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real uber-jar with 512 MB of heap, driven over REST; its garbage collector's log tells the
 * peak heap.
 */
final class BenchServer implements AutoCloseable {
  private static final Pattern HEAP = Pattern.compile("(\\d+)M->\\d+M\\(");

  private final Path folder;
  private final UberJar server;
  private final Api api;

  BenchServer(Path folder, Map<String, String> database) {
    this.folder = folder;
    this.server =
        new UberJar(
            folder,
            database,
            "-Xmx512m",
            "-Xlog:gc:file=" + folder.toAbsolutePath().resolve("gc.log"));
    this.api = server.api();
    server.start();
  }

  static void aMoment() {
    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
  }

  Duration processorTime() {
    return server.process().toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
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

  JsonObject postCsv(String path, byte[] csv) {
    return api.csv("/api" + path, csv).ok();
  }

  @Override
  public void close() throws InterruptedException {
    server.close();
  }
}
