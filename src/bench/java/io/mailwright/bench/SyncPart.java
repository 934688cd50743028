package io.mailwright.bench;

import io.mailwright.kernel.settings.JournalSync;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the journal's syncing costs: the same campaign with each of its settings, on PostgreSQL,
 * which alone commits so that a sync of the journal is worth anything.
 */
final class SyncPart {
  private static final int SLOT = 512;
  private static final int SLOTS = 2000;

  private final Options options;
  private final Path folder;
  private final CostTable table;
  private final Map<Integer, Double> without = new HashMap<>();

  private SyncPart(Options options, Path folder, double syncMillis) {
    this.options = options;
    this.folder = folder;
    this.table =
        new CostTable(
            "Journal, PostgreSQL; one write and sync here: %.3f ms".formatted(syncMillis),
            "of the rate without");
  }

  static void run(Options options, Path folder) throws IOException, InterruptedException {
    SyncPart part = new SyncPart(options, folder, bareSyncMillis(folder.resolve("sync.bin")));
    for (JournalSync mode : JournalSync.values()) {
      part.run(mode);
    }
  }

  /** Of a slot written over in a file that is there already, as the journal does it. */
  private static double bareSyncMillis(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(new byte[SLOT * SLOTS]);
      file.getFD().sync();
      byte[] slot = new byte[SLOT];
      long before = System.nanoTime();
      for (int i = 0; i < SLOTS; i++) {
        file.seek((long) i * SLOT);
        file.write(slot);
        file.getFD().sync();
      }
      return (System.nanoTime() - before) / 1e6 / SLOTS;
    }
  }

  private void run(JournalSync mode) throws IOException, InterruptedException {
    String word = mode.name().toLowerCase(Locale.ROOT);
    Path place = folder.resolve("sync-" + word);
    try (BenchDatabase database = BenchDatabase.of("postgresql", place);
        SinkProcess sink = new SinkProcess(0);
        BenchServer server =
            new BenchServer(
                place,
                database,
                Map.of("MAILWRIGHT_JOURNAL_SYNC", word),
                options.serverOptions())) {
      OurCampaign.Order order = WarmServer.order(server, sink, options);
      long list = server.list(Mailing.recipients(place.resolve("recipients.csv"), options.mails()));
      for (int connections : options.connections()) {
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i < options.repeats(); i++) {
          costs.add(
              OurCampaign.run(
                      server, sink, order.withList(list, options.mails()).withWorkers(connections))
                  .cost());
        }
        Cost cost = Cost.middle(costs);
        double before = without.computeIfAbsent(connections, c -> cost.rate());
        table.line(
            "journal.sync=" + word,
            connections,
            cost,
            "%.0f %%".formatted(cost.rate() / before * 100));
      }
    }
  }
}
