package io.mailwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings a server to the speed it keeps: with the same template, to the same sink. */
final class WarmServer {
  private static final int CONNECTIONS = 8;

  private WarmServer() {}

  /** What it was warmed up with, to be changed for what is measured. */
  static OurCampaign.Order order(BenchServer server, SinkProcess sink, Options options)
      throws IOException {
    return order(server, sink, options, CONNECTIONS);
  }

  static OurCampaign.Order order(
      BenchServer server, SinkProcess sink, Options options, int connections) throws IOException {
    Path csv = Files.createTempFile(server.dataFolder(), "warm-up", ".csv");
    OurCampaign.Order order =
        new OurCampaign.Order(
            server.list(Mailing.recipients(csv, options.warmUp())),
            server.template(),
            server.pool(sink.port()),
            "news@example.com",
            connections,
            options.warmUp());
    OurCampaign.run(server, sink, order);
    return order;
  }
}
