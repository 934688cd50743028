package io.mailwright.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A list as long as they come, with 512 MB of heap: the snapshot against a bare {@code INSERT …
 * SELECT} of the same rows, how soon the first mail leaves after it, and whether the rate stays.
 * PostgreSQL is looked into while the server runs, H2, of which nobody else sees anything then,
 * afterwards: the size of its ledger before the first attempt is that of the bare rows.
 */
final class MillionPart {
  private static final int CONNECTIONS = 8;
  private static final int H2_PART = 10;

  /** In KiB: 64 MiB for each GiB of heap. */
  private static final int SERVER_CACHE = 32 * 1024;

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
      System.out.printf(LINE, "peak heap, MiB", server.peakHeap());
    }
    if (isH2()) {
      try (LedgerProbe probe = new LedgerProbe(h2())) {
        LedgerProbe.Prepare prepare = probe.lastPrepare();
        prepared(prepare, probe.bareInsert(list), result);
        ledger(Map.of(), probe.ledgerOctets());
      }
    }
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
        prepared(probe.lastPrepare(), bareSeconds, result);
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

  private void prepared(
      LedgerProbe.Prepare prepare, double bareSeconds, OurCampaign.Result result) {
    double firstMail = Duration.between(prepare.to(), result.firstMail()).toMillis() / 1000.0;
    System.out.printf(LINE, "prepare, rows/s", "%,.0f".formatted(size / prepare.seconds()));
    System.out.printf(LINE, "bare INSERT, rows/s", "%,.0f".formatted(size / bareSeconds));
    System.out.printf(LINE, "first mail, s after prepare", "%.2f".formatted(firstMail));
    bars.atLeast(
        at("prepare by a bare INSERT"), 0.9, bareSeconds / prepare.seconds(), "of its rows/s");
    bars.atMost(at("first mail after prepare"), 2, firstMail, "s");
  }

  private String at(String what) {
    return "%s, %,d: %s".formatted(database.name(), size, what);
  }

  /** With as large a cache as the server's: H2 makes it by the heap, and this process has more. */
  private Connection h2() throws SQLException {
    Path file = folder.resolve("data").resolve("mailwright").toAbsolutePath();
    return DriverManager.getConnection(
        "jdbc:h2:file:" + file + ";WRITE_DELAY=0;CACHE_SIZE=" + SERVER_CACHE, "sa", "sa");
  }
}
