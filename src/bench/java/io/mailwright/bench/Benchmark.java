package io.mailwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogManager;

/** Runs the parts that are asked for ({@link Options}), and says which bars are reached. */
public final class Benchmark {
  private Benchmark() {}

  /** Runs them and prints their tables. */
  public static void main(String[] args) throws IOException, InterruptedException {
    LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
    Options options = Options.fromProperties();
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "bench");
    Bars bars = new Bars();
    System.out.printf("%s; what the columns mean: docs/benchmark.md%n", Machine.size());
    if (options.parts().contains("campaigns")) {
      CampaignsPart.run(options, folder);
    }
    if (options.parts().contains("peers") || options.parts().contains("delay")) {
      Peers peers = Peers.build();
      if (options.parts().contains("peers")) {
        PeersPart.run(options, folder, peers, bars);
      }
      if (options.parts().contains("delay")) {
        DelayPart.run(options, folder, peers, bars);
      }
    }
    if (options.parts().contains("dkim")) {
      DkimPart.run(options, folder, bars);
    }
    if (options.parts().contains("sync")) {
      SyncPart.run(options, folder);
    }
    if (options.parts().contains("million")) {
      MillionPart.run(options, folder, bars);
    }
    if (options.parts().contains("routing")) {
      RoutingPart.run(options, folder, bars);
    }
    if (options.parts().contains("reports")) {
      ReportPart.run(options, folder, Integer.getInteger("bench.report-rows", 1_000_000), bars);
    }
    if (options.parts().contains("bounces")) {
      BouncesPart.run(Path.of(System.getProperty("bench.bounces")), bars);
    }
    bars.print();
  }
}
