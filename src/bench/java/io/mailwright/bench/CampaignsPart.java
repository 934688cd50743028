package io.mailwright.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Import and campaign end to end: rows and mails a second, processor milliseconds of our process a
 * mail, peak heap, and whether the rate falls as the list goes on.
 */
final class CampaignsPart {
  private CampaignsPart() {}

  static void run(Options options, Path folder) throws IOException, InterruptedException {
    System.out.printf("%nImport and campaigns%n");
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
    for (String name : options.databases()) {
      Path place = folder.resolve("campaigns-" + name);
      try (BenchDatabase database = BenchDatabase.of(name, place);
          SinkProcess sink = new SinkProcess(0);
          BenchServer server = new BenchServer(place, database, options.serverOptions())) {
        run(options, place, server, sink);
      }
    }
  }

  private static void run(Options options, Path folder, BenchServer server, SinkProcess sink)
      throws IOException {
    Path csv = folder.resolve("recipients.csv");
    long warmUp = server.list(Mailing.recipients(csv, options.warmUp()));
    OurCampaign.Order order =
        new OurCampaign.Order(
            warmUp,
            server.template(),
            server.pool(sink.port()),
            "news@example.com",
            8,
            options.warmUp());
    OurCampaign.run(server, sink, order);
    for (int size : options.sizes()) {
      Mailing.recipients(csv, size);
      long before = System.nanoTime();
      long list = server.list(csv);
      double importRate = size / ((System.nanoTime() - before) / 1e9);
      for (int workers : options.workers()) {
        OurCampaign.Result result =
            OurCampaign.run(server, sink, order.withList(list, size).withWorkers(workers));
        System.out.printf(
            "%-10s %,9d %8d %,10.0f %,10.0f %12.3f %12.3f %12.2f %12.2f %10d%n",
            server.database().name(),
            size,
            workers,
            importRate,
            result.cost().rate(),
            result.cost().own(),
            result.cost().database(),
            result.lastToFirst(),
            result.processorLastToFirst(),
            server.peakHeap());
      }
    }
  }
}
