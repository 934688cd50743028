package io.mailwright.bench;

import io.mailwright.sandbox.provider.ProviderServer;
import io.mailwright.sandbox.provider.RateLimit;
import io.mailwright.sandbox.provider.SecondTally;
import io.mailwright.sandbox.provider.SimulatedProvider;
import io.mailwright.sandbox.provider.SimulatedSite;
import io.mailwright.sandbox.provider.SiteSpec;
import io.mailwright.sandbox.provider.SiteVerdict;
import io.mailwright.testing.SiteSeries;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How exactly limits, shares and the rates of providers are kept, by the real server and in real
 * time, as the receiving side sees it. What tests assert in simulated time is here beside a busy
 * scheduler, real sockets and a real database.
 */
final class RoutingPart {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int WORKERS = 8;
  private static final String ALL = "quota,interval,shares,dry-run,adapting";

  private final Path folder;
  private final BenchServer server;
  private final Bars bars;
  private final long template;

  /** A server entry of the product, with its version for changing it. */
  private record Entry(long id, long pool) {}

  private interface Trial {
    void run() throws IOException;
  }

  private RoutingPart(Path folder, BenchServer server, Bars bars) {
    this.folder = folder;
    this.server = server;
    this.bars = bars;
    this.template =
        BenchServer.id(
            server.post(
                "/templates",
                "{\"name\":\"routing\",\"subject\":\"Hello\",\"html\":\"<p>Hello</p>\"}"));
  }

  static void run(Options options, Path folder, Bars bars)
      throws IOException, InterruptedException {
    Path place = Files.createDirectories(folder.resolve("routing"));
    System.out.printf("%nLimits, shares and rates as the receiver sees them%n");
    try (BenchDatabase database = BenchDatabase.of(options.databases().get(0), place);
        BenchServer server =
            new BenchServer(
                place,
                database,
                Map.of("MAILWRIGHT_WORKERS", String.valueOf(WORKERS)),
                options.serverOptions())) {
      RoutingPart part = new RoutingPart(place, server, bars);
      Map<String, Trial> trials =
          Map.of(
              "quota", part::quota,
              "interval", part::interval,
              "shares", part::shares,
              "dry-run", part::dryRun,
              "adapting", part::adapting);
      for (String name : System.getProperty("bench.routing", ALL).split(",")) {
        trials.get(name).run();
      }
    }
  }

  /** A limit of 5 a second is used and kept; changes act soon. */
  private void quota() throws IOException {
    try (Arrivals arrivals = new Arrivals()) {
      Entry entry = entry("quota", arrivals.port(), quota(5));
      long campaign = start("quota", 4000, entry, "");
      long first = arrivals.awaitFirst("quota");
      long end = first + Duration.ofSeconds(40).toNanos();
      awaitMoment(end);
      long[] times = arrivals.times("quota");
      long used = Arrivals.count(times, first, end);
      int most = Arrivals.mostWithin(Arrivals.between(times, first, end), SECOND);
      bars.atLeast("quota of 5 a second: used of 200 in 40 s", 196, used, "mails");
      bars.atMost("quota of 5 a second: most within any second", 5, most, "mails");
      if (most > 5 || used < 196) {
        System.out.println("milliseconds from the first arrival to the next ones:");
        System.out.println(
            LongStream.of(times)
                .limit(200)
                .mapToObj(time -> String.format("%.1f", (time - first) / 1e6))
                .collect(Collectors.joining(" ")));
      }

      change(entry, quota(20));
      long raised = System.nanoTime();
      while (mostSince(raised, arrivals) < 10) {
        BenchServer.aMoment();
      }
      bars.atMost("quota raised to 20: seconds until it acts", 3, secondsSince(raised), "s");

      change(entry, quota(2));
      long lowered = System.nanoTime();
      awaitMoment(lowered + Duration.ofSeconds(8).toNanos());
      bars.atMost(
          "quota lowered to 2: most within a second from 2 s on",
          2,
          mostSince(lowered + Duration.ofSeconds(2).toNanos(), arrivals),
          "mails");
      cancel(campaign);
    }
  }

  private static int mostSince(long moment, Arrivals arrivals) {
    return Arrivals.mostWithin(
        Arrivals.between(arrivals.times("quota"), moment, Long.MAX_VALUE), SECOND);
  }

  private void interval() throws IOException {
    try (Arrivals arrivals = new Arrivals()) {
      Entry entry = entry("interval", arrivals.port(), "\"interval\":\"PT0.2S\"");
      long campaign = start("interval", 1000, entry, "");
      long first = arrivals.awaitFirst("interval");
      awaitMoment(first + Duration.ofSeconds(30).toNanos());
      long[] times = arrivals.times("interval");
      double mean = (times[times.length - 1] - first) / 1e9 / (times.length - 1);
      bars.atMost("interval of 0.2 s: mean", 0.204, mean, "s");
      bars.atLeast("interval of 0.2 s: mean", 0.2, mean, "s");
      cancel(campaign);
    }
  }

  /** 3 : 1 at 40 a second over 8 connections, then an urgent one beside them. */
  private void shares() throws IOException {
    try (Arrivals arrivals = new Arrivals()) {
      Entry entry = entry("shares", arrivals.port(), quota(40));
      long three = start("three", 4000, entry, ",\"weight\":300");
      long one = start("one", 4000, entry, ",\"weight\":100");
      long both = Math.max(arrivals.awaitFirst("three"), arrivals.awaitFirst("one"));
      long settled = both + Duration.ofSeconds(10).toNanos();
      long end = settled + Duration.ofSeconds(30).toNanos();
      awaitMoment(end);
      long ofThree = Arrivals.count(arrivals.times("three"), settled, end);
      long ofOne = Arrivals.count(arrivals.times("one"), settled, end);
      double share = 100.0 * ofThree / (ofThree + ofOne);
      bars.atLeast("weights 3 : 1, 30 s: share of the first", 73, share, "%");
      bars.atMost("weights 3 : 1, 30 s: share of the first", 77, share, "%");
      bars.atMost(
          "both together: most within any second",
          40,
          Arrivals.mostWithin(Arrivals.between(arrivals.times(""), settled, end), SECOND),
          "mails");
      bars.atLeast("both together: used of 1,200", 1176, ofThree + ofOne, "mails");

      long asked = System.nanoTime();
      long urgent = start("urgent", 4000, entry, ",\"urgent\":true");
      long came = arrivals.awaitFirst("urgent");
      bars.atMost("urgent campaign: first mail after its start", 5, (came - asked) / 1e9, "s");
      awaitMoment(came + Duration.ofSeconds(20).toNanos());
      for (int[] part : new int[][] {{0, 2}, {2, 5}, {5, 10}, {10, 20}}) {
        long from = came + Duration.ofSeconds(part[0]).toNanos();
        long until = came + Duration.ofSeconds(part[1]).toNanos();
        long ofUrgent = Arrivals.count(arrivals.times("urgent"), from, until);
        long all = Arrivals.count(arrivals.times(""), from, until);
        bars.atLeast(
            "urgent campaign: share from second %d to %d".formatted(part[0], part[1]),
            part[0] < 2 ? 60 : 85,
            100.0 * ofUrgent / all,
            "%");
      }
      cancel(urgent);
      long over = System.nanoTime();
      awaitMoment(over + Duration.ofSeconds(20).toNanos());
      long now = System.nanoTime();
      bars.atLeast(
          "after it the others: used of 400 from second 10 to 20",
          392,
          Arrivals.count(arrivals.times("t"), over + Duration.ofSeconds(10).toNanos(), now)
              + Arrivals.count(arrivals.times("one"), over + Duration.ofSeconds(10).toNanos(), now),
          "mails");
      cancel(three);
      cancel(one);
    }
  }

  private void dryRun() throws IOException {
    try (Arrivals arrivals = new Arrivals()) {
      Entry entry = entry("dry", arrivals.port(), quota(20));
      long campaign = create("dry", 800, entry, "");
      Instant asked = Instant.now();
      server.post("/campaigns/" + campaign + "/dry-run", "");
      JsonObject run = server.get("/campaigns/" + campaign + "/dry-run");
      while (run.getString("state").equals("running")) {
        BenchServer.aMoment();
        run = server.get("/campaigns/" + campaign + "/dry-run");
      }
      if (!run.getString("state").equals("done")) {
        throw new IllegalStateException(run.toString());
      }
      double predicted = seconds(asked, run.getJsonObject("result").getString("finishAt"));
      Instant started = Instant.now();
      server.post("/campaigns/" + campaign + "/start", "");
      JsonObject seen = server.get("/campaigns/" + campaign);
      while (!seen.getString("state").equals("completed")) {
        BenchServer.aMoment();
        seen = server.get("/campaigns/" + campaign);
      }
      double real = seconds(started, seen.getString("endedAt"));
      System.out.printf("dry run of 800 mails at 20 a second: %.1f s of %.1f s%n", predicted, real);
      bars.atMost(
          "dry run of 800 mails at 20 a second: off by",
          15,
          Math.abs(predicted / real - 1) * 100,
          "%");
    }
  }

  private static double seconds(Instant from, String until) {
    return Duration.between(from, Instant.parse(until)).toMillis() / 1000.0;
  }

  /** A provider that throttles above 50 a second and changes to 20 and back. */
  private void adapting() throws IOException {
    SiteSpec spec =
        SiteSpec.named("alpha")
            .domain("alpha.example")
            .rates(RateLimit.perSecond(50))
            .latency(Duration.ofMillis(30), Duration.ofMillis(10))
            .build();
    SimulatedProvider provider = new SimulatedProvider(List.of(spec), Clock.systemUTC(), 1);
    SimulatedSite site = provider.sites().iterator().next();
    try (ProviderServer relay =
        ProviderServer.relay(
            provider, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      relay.start();
      Entry entry = entry("adapting", relay.port(), "\"maxConnections\":16");
      long campaign = create("adapting", 20_000, "alpha.example", entry, "");
      server.post("/campaigns/" + campaign + "/start", "");
      while (site.tally().accepted() == 0) {
        BenchServer.aMoment();
      }
      Instant first = Instant.now();
      int at = 0;
      for (int allowed : new int[] {50, 20, 50}) {
        site.changeRates(List.of(RateLimit.perSecond(allowed)));
        awaitMoment(System.nanoTime() + Duration.ofSeconds(120).toNanos());
        SiteSeries series = series(site, first);
        double used = 100.0 * series.accepted(at + 60, at + 118) / (58.0 * allowed);
        OptionalInt settled = series.settledAfter(at, at + 118, 0.9 * allowed);
        bars.atMost(
            "provider takes %d a second from second %d: settled after".formatted(allowed, at),
            60,
            settled.orElse(Integer.MAX_VALUE),
            "s");
        bars.atLeast(
            "provider takes %d a second from second %d: used from 60 to 118 s"
                .formatted(allowed, at),
            90,
            used,
            "%");
        if (settled.isEmpty() || settled.getAsInt() > 60) {
          System.out.println(series.table(at, at + 118));
        }
        at += 120;
      }
      bars.atMost(
          "provider of 50, 20 and 50 a second: deferred of all",
          2,
          100 * site.tally().deferredShare(),
          "%");
      cancel(campaign);
    }
  }

  private static SiteSeries series(SimulatedSite site, Instant first) {
    SiteSeries series = new SiteSeries();
    for (SecondTally second : site.seconds()) {
      int number = (int) Math.max(0, Duration.between(first, second.second()).toSeconds());
      for (Map.Entry<SiteVerdict, Long> count : second.tally().verdicts().entrySet()) {
        for (long i = 0; i < count.getValue(); i++) {
          series.note(number, count.getKey());
        }
      }
    }
    return series;
  }

  private static String quota(int perSecond) {
    return "\"quotas\":[{\"limit\":" + perSecond + ",\"per\":\"second\"}]";
  }

  private Entry entry(String name, int port, String more) {
    long id =
        BenchServer.id(
            server.post(
                "/servers",
                """
                {"name":"%s","host":"127.0.0.1","port":%d,"tls":"none",
                 "maxMailsPerConnection":100000,%s}
                """
                    .formatted(name, port, more)));
    long pool =
        BenchServer.id(
            server.post(
                "/pools",
                "{\"name\":\"%s\",\"servers\":[{\"id\":%d,\"weight\":1}]}".formatted(name, id)));
    return new Entry(id, pool);
  }

  private void change(Entry entry, String more) {
    server.patch("/servers/" + entry.id(), "{" + more + "}");
  }

  private long start(String name, int mails, Entry entry, String more) throws IOException {
    long campaign = create(name, mails, entry, more);
    server.post("/campaigns/" + campaign + "/start", "");
    return campaign;
  }

  private long create(String name, int mails, Entry entry, String more) throws IOException {
    return create(name, mails, "", entry, more);
  }

  /**
   * @param domain of all recipients; empty: many
   */
  private long create(String name, int mails, String domain, Entry entry, String more)
      throws IOException {
    Path csv = folder.resolve(name + ".csv");
    Files.write(
        csv,
        (Iterable<String>)
            IntStream.range(-1, mails)
                    .mapToObj(
                        i ->
                            i < 0
                                ? "email"
                                : "%s%d@%s"
                                    .formatted(
                                        name,
                                        i,
                                        domain.isEmpty() ? "site" + i % 20 + ".example" : domain))
                ::iterator);
    return BenchServer.id(
        server.post(
            "/campaigns",
            """
            {"name":"%s","listIds":[%d],"templateId":%d,"poolId":%d,
             "from":{"address":"news@example.com"},"workers":%d%s}
            """
                .formatted(name, server.list(csv), template, entry.pool(), WORKERS, more)));
  }

  private void cancel(long campaign) {
    server.post("/campaigns/" + campaign + "/cancel", "");
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static void awaitMoment(long nanos) {
    while (System.nanoTime() < nanos) {
      BenchServer.aMoment();
    }
  }
}
