package io.mailwright.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same mails to the same sink, by ours and by others. */
final class PeersPart {
  private static final double MOST_MILLIS = 0.25;
  private static final double TIMES_THE_BEST = 2;
  private static final double SINK_RATE = 15_000;

  private final Options options;
  private final Path folder;
  private final Bars bars;
  private final Path recipients;
  private final CostTable table;
  private final Map<Integer, Double> best = new HashMap<>();

  private PeersPart(Options options, Path folder, Bars bars) throws IOException {
    this.options = options;
    this.folder = folder;
    this.bars = bars;
    this.recipients = Mailing.recipients(folder.resolve("peers.csv"), options.mails());
    this.table = new CostTable("The same mails by others and by ours", "");
  }

  static void run(Options options, Path folder, Peers peers, Bars bars)
      throws IOException, InterruptedException {
    PeersPart part = new PeersPart(options, folder, bars);
    try (SinkProcess sink = new SinkProcess(0)) {
      part.peers(peers, sink);
      for (String database : options.databases()) {
        part.ours(database, sink);
      }
    }
  }

  private void peers(Peers peers, SinkProcess sink) throws IOException, InterruptedException {
    peers.skipped().forEach(table::skipped);
    for (Peer peer : peers.measured()) {
      for (int connections : options.connections()) {
        Cost cost =
            Cost.middle(
                peer.measure(
                    sink,
                    connections,
                    recipients,
                    options.warmUp(),
                    options.mails(),
                    options.repeats()));
        table.line(peer.name(), connections, cost, "");
        if (peer.isCompared()) {
          best.merge(connections, cost.rate(), Math::max);
        } else {
          bars.atLeast(
              "the sink takes, %d connections".formatted(connections),
              SINK_RATE,
              cost.rate(),
              "mails/s");
        }
      }
    }
    Optional<String> smtpSource = Programs.find("smtp-source");
    if (smtpSource.isEmpty()) {
      table.skipped("smtp-source", "Postfix is not installed");
      return;
    }
    for (int connections : options.connections()) {
      List<Cost> costs = new ArrayList<>();
      for (int i = 0; i < options.repeats(); i++) {
        costs.add(SmtpSource.measure(smtpSource.get(), sink, connections, options.mails()));
      }
      table.line("smtp-source (no template)", connections, Cost.middle(costs), "");
    }
  }

  private void ours(String name, SinkProcess sink) throws IOException, InterruptedException {
    Path place = folder.resolve("peers-" + name);
    try (BenchDatabase database = BenchDatabase.of(name, place);
        BenchServer server = new BenchServer(place, database, options.serverOptions())) {
      OurCampaign.Order order = WarmServer.order(server, sink, options);
      long list = server.list(recipients);
      for (int connections : options.connections()) {
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i < options.repeats(); i++) {
          costs.add(
              OurCampaign.run(
                      server, sink, order.withList(list, options.mails()).withWorkers(connections))
                  .cost());
        }
        Cost cost = Cost.middle(costs);
        table.line("Mailwright, " + database.name(), connections, cost, "");
        bars(database.name(), connections, cost);
      }
    }
  }

  private void bars(String database, int connections, Cost cost) {
    String where = "%s, %d connections: ".formatted(database, connections);
    bars.atMost(where + "our processor time a mail", MOST_MILLIS, cost.own(), "ms");
    if (best.containsKey(connections)) {
      bars.atLeast(
          where + "our mails/s by the best peer's",
          TIMES_THE_BEST,
          cost.rate() / best.get(connections),
          "times");
    }
  }
}
