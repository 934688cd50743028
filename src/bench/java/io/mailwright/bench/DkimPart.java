package io.mailwright.bench;

import io.mailwright.routing.signing.DkimAlgorithm;
import io.mailwright.smtp.dkim.BareSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What signing adds to the processor time of a mail, beside what the signature itself takes with
 * the same provider, and what it would take with the JDK's.
 */
final class DkimPart {
  private static final int CONNECTIONS = 8;
  private static final double MOST_OVER_BARE = 0.1;

  /**
   * @param bare the signature itself; empty for none
   */
  private record Signing(String domain, String algorithm, Optional<BareSignature> bare) {}

  private DkimPart() {}

  static void run(Options options, Path folder, Bars bars)
      throws IOException, InterruptedException {
    for (String name : options.databases()) {
      Path place = folder.resolve("dkim-" + name);
      try (BenchDatabase database = BenchDatabase.of(name, place);
          SinkProcess sink = new SinkProcess(0);
          BenchServer server = new BenchServer(place, database, options.serverOptions())) {
        run(options, server, sink, bars);
      }
    }
  }

  private static List<Signing> signings() {
    return List.of(
        new Signing("plain.example", "none", Optional.empty()),
        new Signing(
            "rsa.example", "rsa-sha256", Optional.of(BareSignature.of(DkimAlgorithm.RSA_SHA256))),
        new Signing(
            "ed25519.example",
            "ed25519-sha256",
            Optional.of(BareSignature.of(DkimAlgorithm.ED25519_SHA256))));
  }

  private static void run(Options options, BenchServer server, SinkProcess sink, Bars bars)
      throws IOException {
    List<Signing> signings = signings();
    for (Signing signing : signings.subList(1, signings.size())) {
      server.post(
          "/dkim-keys",
          "{\"domain\":\"%s\",\"algorithm\":\"%s\"}"
              .formatted(signing.domain(), signing.algorithm()));
    }
    OurCampaign.Order order = WarmServer.order(server, sink, options).withWorkers(CONNECTIONS);
    Map<Signing, List<Cost>> costs = new LinkedHashMap<>();
    for (int i = 0; i <= options.repeats(); i++) {
      for (Signing signing : signings) {
        Cost cost = OurCampaign.run(server, sink, order.from("news@" + signing.domain())).cost();
        if (i > 0) { // the first round warms the signatures up
          costs.computeIfAbsent(signing, s -> new ArrayList<>()).add(cost);
        }
      }
    }
    CostTable table =
        new CostTable(
            "DKIM, %s; the product signs with %s"
                .formatted(server.database().name(), BareSignature.provider()),
            "over unsigned  bare signature  by the JDK");
    double unsigned = Cost.middle(costs.get(signings.get(0))).own();
    for (Signing signing : signings) {
      Cost cost = Cost.middle(costs.get(signing));
      double over = cost.own() - unsigned;
      table.line(signing.algorithm(), CONNECTIONS, cost, compared(over, signing.bare()));
      signing
          .bare()
          .ifPresent(
              bare ->
                  bars.atMost(
                      "%s, %s: over the bare signature"
                          .formatted(server.database().name(), signing.algorithm()),
                      MOST_OVER_BARE,
                      over - bare.ours(),
                      "ms"));
    }
  }

  private static String compared(double over, Optional<BareSignature> bare) {
    return bare.map(b -> "%10.3f %15.3f %12.3f".formatted(over, b.ours(), b.jdk())).orElse("");
  }
}
