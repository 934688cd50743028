package io.mailwright.bench;

import io.mailwright.testing.SmtpSink;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Import and campaign end to end, on H2 and PostgreSQL: rows and mails a second, processor
 * milliseconds of our process a mail, peak heap, and whether the rate falls as the list goes on.
 * Sizes and workers by the system properties {@code bench.sizes} and {@code bench.workers}.
 */
public final class Benchmark {
  private static final String HTML =
      "<h1>Hello {{name}}</h1>"
          + "<p>Your news of {{company}} in {{city}}, made for you alone.</p>".repeat(25);

  private final BenchServer server;
  private final SmtpSink sink;
  private final String database;
  private int serial;

  private Benchmark(BenchServer server, SmtpSink sink, String database) {
    this.server = server;
    this.sink = sink;
    this.database = database;
  }

  /** Runs all and prints a table. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Path.of("target"), "bench");
    System.out.printf(
        "%-10s %9s %8s %10s %10s %12s %12s %12s %12s %10s%n",
        "database",
        "rows",
        "workers",
        "import/s",
        "mails/s",
        "cpu ms/mail",
        "its db's",
        "last/first",
        "of its cpu",
        "heap MiB");
    run("H2", folder.resolve("h2"), Map.of());
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      run(
          "PostgreSQL",
          folder.resolve("postgresql"),
          Map.of(
              "MAILWRIGHT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"),
              "MAILWRIGHT_DB_USER", "postgres",
              "MAILWRIGHT_DB_PASSWORD", "postgres"));
    }
  }

  private static void run(String database, Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    try (SmtpSink sink = new SmtpSink();
        BenchServer server = new BenchServer(folder, settings)) {
      Benchmark benchmark = new Benchmark(server, sink, database);
      long template = benchmark.template();
      long pool = benchmark.pool();
      benchmark.campaign(benchmark.list(3000), template, pool, 8, 3000); // warm-up
      for (int size : numbers("bench.sizes", "10000,100000")) {
        long before = System.nanoTime();
        long list = benchmark.list(size);
        double importRate = size / seconds(before);
        for (int workers : numbers("bench.workers", "1,8,32")) {
          benchmark.row(
              size, workers, importRate, benchmark.campaign(list, template, pool, workers, size));
        }
      }
    }
  }

  private static List<Integer> numbers(String property, String otherwise) {
    return List.of(System.getProperty(property, otherwise).split(",")).stream()
        .map(Integer::valueOf)
        .toList();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /**
   * @param databaseMillis of PostgreSQL's processes; 0 for H2, which is part of ours
   * @param lastToFirst the rate of the last quarter by that of the first
   * @param processorLastToFirst our processor time of the last quarter by that of the first, which
   *     other work on the machine does not touch
   */
  private record Result(
      double rate,
      double processorMillis,
      double databaseMillis,
      double lastToFirst,
      double processorLastToFirst) {}

  private static Duration postgresqlTime() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::info)
        .filter(info -> info.command().filter(c -> c.endsWith("/bin/postgres")).isPresent())
        .map(info -> info.totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private void row(int size, int workers, double importRate, Result result) throws IOException {
    System.out.printf(
        "%-10s %,9d %8d %,10.0f %,10.0f %12.3f %12.3f %12.2f %12.2f %10d%n",
        database,
        size,
        workers,
        importRate,
        result.rate(),
        result.processorMillis(),
        result.databaseMillis(),
        result.lastToFirst(),
        result.processorLastToFirst(),
        server.peakHeap());
  }

  private long template() {
    return id(
        server.post(
            "/templates",
            "{\"name\":\"bench\",\"subject\":\"Hello {{name}}\",\"html\":\""
                + HTML
                + "\",\"text\":\"Hello {{name}}\"}"));
  }

  private long pool() {
    long id =
        id(
            server.post(
                "/servers",
                "{\"name\":\"sink\",\"host\":\"127.0.0.1\",\"port\":"
                    + sink.port()
                    + ",\"tls\":\"none\",\"maxConnections\":64,\"maxMailsPerConnection\":100000}"));
    return id(
        server.post(
            "/pools", "{\"name\":\"sink\",\"servers\":[{\"id\":" + id + ",\"weight\":1}]}"));
  }

  private long list(int size) {
    long list = id(server.post("/lists", "{\"name\":\"list " + ++serial + "\"}"));
    StringBuilder csv = new StringBuilder("email,name,company,city\n");
    for (int i = 0; i < size; i++) {
      csv.append("r")
          .append(i)
          .append("@site")
          .append(i % 200)
          .append(".example,Name ")
          .append(i)
          .append(",Company,City\n");
    }
    long importId =
        server
            .postCsv("/lists/" + list + "/imports", csv.toString().getBytes(StandardCharsets.UTF_8))
            .getInt("importId");
    while (!server.get("/imports/" + importId).getString("state").equals("completed")) {
      BenchServer.aMoment();
    }
    return list;
  }

  private Result campaign(long list, long template, long pool, int workers, int size) {
    long campaign =
        id(
            server.post(
                "/campaigns",
                "{\"name\":\"c "
                    + ++serial
                    + "\",\"listIds\":["
                    + list
                    + "],\"templateId\":"
                    + template
                    + ",\"poolId\":"
                    + pool
                    + ",\"from\":{\"address\":\"news@example.com\"},\"workers\":"
                    + workers
                    + "}"));
    long before = sink.mails();
    server.post("/campaigns/" + campaign + "/start", "");
    while (sink.mails() == before) {
      BenchServer.aMoment();
    }
    long start = System.nanoTime();
    Duration cpu = server.processorTime();
    Duration databaseCpu = postgresqlTime();
    long sentAtStart = sink.mails() - before;
    double[] quarters = new double[4];
    double[] processor = new double[4];
    long lastMark = start;
    Duration lastCpu = cpu;
    int quarter = 0;
    while (sink.mails() - before < size) {
      if (quarter < 3 && sink.mails() - before > (long) size * (quarter + 1) / 4) {
        quarters[quarter] = seconds(lastMark);
        lastMark = System.nanoTime();
        Duration cpuNow = server.processorTime();
        processor[quarter++] = cpuNow.minus(lastCpu).toNanos();
        lastCpu = cpuNow;
      }
      BenchServer.aMoment();
    }
    quarters[3] = seconds(lastMark);
    processor[3] = server.processorTime().minus(lastCpu).toNanos();
    double time = seconds(start);
    Duration used = server.processorTime().minus(cpu);
    Duration databaseUsed =
        database.equals("H2") ? Duration.ZERO : postgresqlTime().minus(databaseCpu);
    JsonObject state = server.get("/campaigns/" + campaign);
    while (!state.getString("state").equals("completed")) {
      BenchServer.aMoment();
      state = server.get("/campaigns/" + campaign);
    }
    long mails = size - sentAtStart;
    return new Result(
        mails / time,
        used.toNanos() / 1e6 / mails,
        databaseUsed.toNanos() / 1e6 / mails,
        quarters[0] / quarters[3],
        processor[3] / processor[0]);
  }

  private static long id(JsonObject created) {
    return created.getJsonNumber("id").longValue();
  }
}
