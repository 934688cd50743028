package io.mailwright.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A sink that answers 20 ms after it was asked, as over a network. Who has one mail a connection
 * between dot and reply can send connections divided by the delay, and no more.
 */
final class DelayPart {
  private static final int DELAY_MILLIS = 20;
  private static final double SHARE = 0.85;
  private static final int OURS_A_CONNECTION =
      1500; // the end of a campaign, when workers run dry, is little of it
  private static final int THEIRS_A_CONNECTION = 100;

  private DelayPart() {}

  static void run(Options options, Path folder, Peers peers, Bars bars)
      throws IOException, InterruptedException {
    int most = options.connections().stream().mapToInt(n -> n).max().orElseThrow();
    Path recipients = Mailing.recipients(folder.resolve("delay.csv"), most * OURS_A_CONNECTION);
    CostTable table =
        new CostTable("Replies after %d ms".formatted(DELAY_MILLIS), "of connections/delay");
    try (SinkProcess sink = new SinkProcess(DELAY_MILLIS)) {
      peers.skipped().forEach(table::skipped);
      for (Peer peer : peers.measured()) {
        for (int connections : options.connections()) {
          int mails = connections * THEIRS_A_CONNECTION;
          Cost cost = Cost.middle(peer.measure(sink, connections, recipients, mails, mails, 1));
          line(table, peer.name(), connections, cost);
        }
      }
      if (Programs.find("smtp-source").isPresent()) {
        for (int connections : options.connections()) {
          line(
              table,
              "smtp-source (no template)",
              connections,
              SmtpSource.measure(
                  Programs.find("smtp-source").get(),
                  sink,
                  connections,
                  connections * THEIRS_A_CONNECTION));
        }
      }
      for (String database : options.databases()) {
        ours(options, folder.resolve("delay-" + database), database, sink, table, bars);
      }
    }
  }

  private static void ours(
      Options options, Path folder, String name, SinkProcess sink, CostTable table, Bars bars)
      throws IOException, InterruptedException {
    try (BenchDatabase database = BenchDatabase.of(name, folder);
        BenchServer server = new BenchServer(folder, database, options.serverOptions())) {
      int warm = options.connections().stream().mapToInt(n -> n).max().orElseThrow();
      OurCampaign.Order order = WarmServer.order(server, sink, options, warm);
      for (int sites : new int[] {200, 1}) {
        for (int connections : options.connections()) {
          int mails = connections * OURS_A_CONNECTION;
          long list = server.list(Mailing.recipients(folder.resolve("delay.csv"), mails, sites));
          Cost cost =
              OurCampaign.run(server, sink, order.withList(list, mails).withWorkers(connections))
                  .cost();
          String where = database.name() + (sites == 1 ? ", one site" : "");
          double share = line(table, "Mailwright, " + where, connections, cost);
          bars.atLeast(
              "%s, %d connections, %d ms: of connections/delay"
                  .formatted(where, connections, DELAY_MILLIS),
              SHARE,
              share,
              "of it");
        }
      }
    }
  }

  private static double line(CostTable table, String who, int connections, Cost cost) {
    double share = cost.rate() * DELAY_MILLIS / 1000 / connections;
    table.line(who, connections, cost, "%.0f %%".formatted(share * 100));
    return share;
  }
}
