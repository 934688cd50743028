package io.mailwright.bench;

import java.time.Duration;
import java.time.Instant;

/** A campaign of ours from its start to its end, measured at the sink. */
final class OurCampaign {
  private final BenchServer server;
  private final SinkProcess sink;
  private final long id;
  private final int size;
  private final long before;

  /**
   * What to send.
   *
   * @param from the sender, whose domain decides about signatures
   * @param workers and connections
   * @param size recipients of the list
   */
  record Order(long list, long template, long pool, String from, int workers, int size) {
    Order withWorkers(int number) {
      return new Order(list, template, pool, from, number, size);
    }

    Order withList(long other, int otherSize) {
      return new Order(other, template, pool, from, workers, otherSize);
    }

    Order from(String sender) {
      return new Order(list, template, pool, sender, workers, size);
    }
  }

  /**
   * @param firstMail when the first mail was seen
   * @param lastToFirst the rate of the last quarter by that of the first
   * @param processorLastToFirst our processor time of the last quarter by that of the first, which
   *     other work on the machine does not touch
   */
  record Result(Cost cost, Instant firstMail, double lastToFirst, double processorLastToFirst) {}

  private OurCampaign(BenchServer server, SinkProcess sink, long id, int size) {
    this.server = server;
    this.sink = sink;
    this.id = id;
    this.size = size;
    this.before = sink.mails();
  }

  /** Starts one. */
  static OurCampaign start(BenchServer server, SinkProcess sink, Order order) {
    long id =
        BenchServer.id(
            server.post(
                "/campaigns",
                """
                {"name":"bench","listIds":[%d],"templateId":%d,"poolId":%d,
                 "from":{"address":"%s"},"workers":%d}
                """
                    .formatted(
                        order.list(),
                        order.template(),
                        order.pool(),
                        order.from(),
                        order.workers())));
    OurCampaign campaign = new OurCampaign(server, sink, id, order.size());
    server.post("/campaigns/" + id + "/start", "");
    return campaign;
  }

  static Result run(BenchServer server, SinkProcess sink, Order order) {
    return start(server, sink, order).await();
  }

  long id() {
    return id;
  }

  /**
   * Measures from the first mail to the last, and waits for the end, when the sink must have every
   * mail once.
   */
  Result await() {
    while (sink.mails() == before) {
      BenchServer.aMoment();
    }
    Instant firstMail = Instant.now();
    Meter meter = new Meter(server::processorTime, server.database()::processorTime, sink);
    long measured = before + size - sink.mails();
    double[] seconds = new double[5];
    Duration[] times = new Duration[5];
    times[0] = Duration.ZERO;
    int quarter = 1;
    while (quarter < seconds.length) {
      BenchServer.aMoment();
      if (meter.mails() >= measured * quarter / 4) {
        seconds[quarter] = meter.seconds();
        times[quarter++] = meter.ownTime();
      }
    }
    Cost cost = meter.cost();
    awaitEnd();
    return new Result(
        cost,
        firstMail,
        seconds[1] / (seconds[4] - seconds[3]),
        times[4].minus(times[3]).toNanos() / (double) times[1].toNanos());
  }

  private void awaitEnd() {
    String state = "";
    while (!state.equals("completed")) {
      BenchServer.aMoment();
      state = server.get("/campaigns/" + id).getString("state");
    }
    if (sink.mails() - before != size) {
      throw new IllegalStateException(
          "The sink has " + (sink.mails() - before) + " mails of " + size + ".");
    }
  }
}
