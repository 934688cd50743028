package io.mailwright.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A list as long as they come, with 512 MB of heap: the snapshot against a bare {@code INSERT …
 * SELECT} of the same rows, how soon the first mail leaves after it, and whether the rate stays.
 * PostgreSQL is looked into while the server runs, H2, of which nobody else sees anything then,
 * afterwards: the size of its ledger before the first attempt is that of the bare rows.
 */
final class MillionPart {
  private static final int CONNECTIONS = 8;
  private static final int H2_PART = 10;

  /** On H2 a snapshot takes less than a second: the middle one of some is compared. */
  private static final int TIMES = 5;

  private static final String LINE = "%-36s %s%n";

  private final Options options;
  private final Path folder;
  private final BenchDatabase database;
  private final Bars bars;
  private final int size;

  private MillionPart(Options options, Path folder, BenchDatabase database, Bars bars) {
    this.options = options;
    this.folder = folder;
    this.database = database;
    this.bars = bars;
    this.size = isH2() ? options.million() / H2_PART : options.million();
  }

  static void run(Options options, Path folder, Bars bars)
      throws IOException, InterruptedException {
    for (String name : options.databases()) {
      Path place = folder.resolve("million-" + name);
      try (BenchDatabase database = BenchDatabase.of(name, place)) {
        new MillionPart(options, place, database, bars).run();
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }
  }

  private boolean isH2() {
    return database.name().equals("H2");
  }

  private void run() throws IOException, InterruptedException, SQLException {
    System.out.printf("%n%s, %,d recipients, %d connections%n", database.name(), size, CONNECTIONS);
    long list;
    OurCampaign.Result result;
    try (SinkProcess sink = new SinkProcess(0);
        BenchServer server = new BenchServer(folder, database, options.serverOptions())) {
      OurCampaign.Order order = WarmServer.order(server, sink, options).withWorkers(CONNECTIONS);
      list = imported(server);
      if (isH2()) {
        // The bare insert's first run does not count either: both are to be compiled by then.
        OurCampaign.run(server, sink, order.withList(list, size));
      }
      result = sent(server, sink, order.withList(list, size));
      for (int i = 1; isH2() && i < TIMES; i++) {
        OurCampaign.run(server, sink, order.withList(list, size));
      }
      System.out.printf(LINE, "peak heap, MiB", server.peakHeap());
    }
    if (isH2()) {
      double bareSeconds = middle(EmbeddedInsert.run(url(), list, TIMES).stream());
      try (LedgerProbe probe = new LedgerProbe(DriverManager.getConnection(url(), "sa", "sa"))) {
        List<LedgerProbe.Prepare> prepares = probe.lastPrepares(TIMES);
        prepared(
            middle(prepares.stream().map(LedgerProbe.Prepare::seconds)),
            bareSeconds,
            prepares.get(TIMES - 1).to(),
            result);
        probe.refill(list);
        ledger(Map.of(), probe.ledgerOctets());
      }
    }
  }

  private static double middle(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private long imported(BenchServer server) throws IOException {
    Path csv = Mailing.recipients(folder.resolve("million.csv"), size);
    long before = System.nanoTime();
    long list = server.list(csv);
    System.out.printf(
        LINE, "import, rows/s", "%,.0f".formatted(size * 1e9 / (System.nanoTime() - before)));
    return list;
  }

  private OurCampaign.Result sent(BenchServer server, SinkProcess sink, OurCampaign.Order order)
      throws SQLException {
    Optional<Connection> beside = database.connect();
    OurCampaign.Result result;
    if (beside.isPresent()) {
      try (LedgerProbe probe = new LedgerProbe(beside.get())) {
        double bareSeconds = probe.bareInsert(order.list());
        Map<String, Long> octetsBefore = probe.ledgerOctets();
        OurCampaign campaign = OurCampaign.start(server, sink, order);
        while (!probe.isPrepared(campaign.id())) {
          BenchServer.aMoment();
        }
        Map<String, Long> octets = probe.ledgerOctets();
        result = campaign.await();
        LedgerProbe.Prepare prepare = probe.lastPrepares(1).get(0);
        prepared(prepare.seconds(), bareSeconds, prepare.to(), result);
        ledger(octetsBefore, octets);
      }
    } else {
      result = OurCampaign.run(server, sink, order);
    }
    System.out.printf(
        LINE,
        "mails/s, cpu ms, its db's",
        "%,.0f %.3f %.3f"
            .formatted(result.cost().rate(), result.cost().own(), result.cost().database()));
    System.out.printf(
        LINE,
        "last quarter by first: rate, cpu",
        "%.2f %.2f".formatted(result.lastToFirst(), result.processorLastToFirst()));
    bars.atLeast(at("rate of the last quarter by the first"), 0.9, result.lastToFirst(), "of it");
    return result;
  }

  /** Prints what the table and each index gained for a recipient, and all of it. */
  private void ledger(Map<String, Long> before, Map<String, Long> after) {
    double all = 0;
    for (Map.Entry<String, Long> part : after.entrySet()) {
      double each = (part.getValue() - before.getOrDefault(part.getKey(), 0L)) / (double) size;
      all += each;
      System.out.printf(LINE, "octets a recipient, " + part.getKey(), "%.1f".formatted(each));
    }
    System.out.printf(LINE, "octets a recipient, all", "%.0f".formatted(all));
    bars.atMost(at("ledger before the first attempt"), 200, all, "octets a recipient");
  }

  /**
   * @param to when the snapshot of the campaign with this result was complete
   */
  private void prepared(double seconds, double bareSeconds, Instant to, OurCampaign.Result result) {
    double firstMail = Duration.between(to, result.firstMail()).toMillis() / 1000.0;
    System.out.printf(LINE, "prepare, rows/s", "%,.0f".formatted(size / seconds));
    System.out.printf(LINE, "bare INSERT, rows/s", "%,.0f".formatted(size / bareSeconds));
    System.out.printf(LINE, "first mail, s after prepare", "%.2f".formatted(firstMail));
    bars.atLeast(at("prepare by a bare INSERT"), 0.9, bareSeconds / seconds, "of its rows/s");
    bars.atMost(at("first mail after prepare"), 2, firstMail, "s");
  }

  private String at(String what) {
    return "%s, %,d: %s".formatted(database.name(), size, what);
  }

  private String url() {
    Path file = folder.resolve("data").resolve("mailwright").toAbsolutePath();
    return "jdbc:h2:file:" + file + ";WRITE_DELAY=0";
  }
}
