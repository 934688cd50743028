package io.mailwright.delivery.send;

import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.content.link.MailLinks;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.tracking.ReaderTracking;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.policy.FailurePolicy;
import io.mailwright.delivery.policy.RetrySchedule;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.routing.governor.Gate;
import io.mailwright.routing.governor.Governor;
import io.mailwright.routing.governor.RateGate;
import io.mailwright.routing.rate.RouteConnections;
import io.mailwright.routing.rate.SilentSites;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.route.RouteCounters;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.SourceTurns;
import io.mailwright.routing.share.FairShares;
import io.mailwright.routing.share.Standing;
import io.mailwright.routing.window.SendWindow;
import io.mailwright.routing.window.SiteHours;
import io.mailwright.routing.window.WindowTerms;
import io.mailwright.sandbox.SandboxInbox;
import io.mailwright.sandbox.SandboxServer;
import io.mailwright.sandbox.SandboxSettings;
import io.mailwright.smtp.ConnectionPool;
import io.mailwright.smtp.SmtpCourier;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.MemoryRouteStates;
import io.mailwright.testing.SmtpSink;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntFunction;

/**
 * A run with its real parts: the sandbox as the server, Angus as the courier, and the ledger that a
 * test gives.
 */
final class SendRig implements AutoCloseable {
  static final long CAMPAIGN = 7;

  /** How all campaigns stand that nothing is said of. */
  static final Standing ALIKE = new Standing(100, false);

  /** Stands for the sandbox's port, which is known when it has started. */
  private static final int SANDBOX = 0;

  private static final String BOUNCES = "bounces@example.com";

  final SandboxInbox inbox = new SandboxInbox(5000);
  final RecordingJournal journal = new RecordingJournal();

  final MemoryRouteStates states = new MemoryRouteStates();
  final RunControl control;
  final RouteHealth health;
  private final SandboxServer server;
  private final ConnectionPool connections;
  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final SendTools tools;
  final WorkTimes workTimes = new WorkTimes();

  /** What the campaign says now. */
  volatile SendLimits limits;

  /** The pool's routes now. */
  volatile List<Route> routes;

  /** The campaign's hours now. */
  volatile SendWindow window =
      new SendWindow(WindowTerms.ANY_TIME, ZoneOffset.UTC, site -> SiteHours.UNKNOWN);

  private final SendRun run;

  SendRig(Ledger ledger, Clock clock) {
    this(ledger, clock, Duration.ZERO, true);
  }

  /** With limits that every mail passes. */
  static SendRig limited(Ledger ledger, Clock clock, List<Gate> gates) {
    return limited(ledger, clock, gates, 1);
  }

  /** The same by so many routes, all to the sandbox. */
  static SendRig limited(Ledger ledger, Clock clock, List<Gate> gates, int routes) {
    return new SendRig(
        ledger,
        clock,
        Duration.ZERO,
        true,
        Long.MAX_VALUE,
        sandbox -> routes(new int[routes], sandbox),
        BOUNCES,
        gates);
  }

  /** With a bound to the mails that a worker holds. */
  SendRig(Ledger ledger, Clock clock, long mostOctets) {
    this(ledger, clock, Duration.ZERO, true, mostOctets);
  }

  /** With a server that takes commands in groups, which the sandbox does not. */
  SendRig(Ledger ledger, Clock clock, Duration interval, SmtpSink sink) {
    this(
        ledger,
        clock,
        interval,
        true,
        Long.MAX_VALUE,
        sandbox -> routes(new int[] {sink.port()}, sandbox));
  }

  SendRig(Ledger ledger, Clock clock, Duration interval, boolean up) {
    this(ledger, clock, interval, up, Long.MAX_VALUE);
  }

  private SendRig(Ledger ledger, Clock clock, Duration interval, boolean up, long mostOctets) {
    this(ledger, clock, interval, up, mostOctets, sandbox -> routes(new int[] {SANDBOX}, sandbox));
  }

  /** With these servers on this machine instead of the sandbox, the first one preferred. */
  static SendRig over(Ledger ledger, Clock clock, int... ports) {
    return by(ledger, clock, sandbox -> routes(ports, sandbox));
  }

  /** With these routes instead of the sandbox. */
  static SendRig by(Ledger ledger, Clock clock, List<Route> routes) {
    return by(ledger, clock, sandbox -> routes);
  }

  private static SendRig by(Ledger ledger, Clock clock, IntFunction<List<Route>> routes) {
    return new SendRig(ledger, clock, Duration.ZERO, true, Long.MAX_VALUE, routes);
  }

  /** The same, with mails from this envelope sender. */
  static SendRig from(String envelopeSender, Ledger ledger, Clock clock, int... ports) {
    return new SendRig(
        ledger,
        clock,
        Duration.ZERO,
        true,
        Long.MAX_VALUE,
        sandbox -> routes(ports, sandbox),
        envelopeSender,
        List.of());
  }

  private static List<Route> routes(int[] ports, int sandbox) {
    List<Route> routes = new ArrayList<>();
    for (int port : ports) {
      int number = routes.size() + 1;
      routes.add(
          route(
              number,
              "Server " + number,
              ports.length + 1 - number,
              port == SANDBOX ? sandbox : port));
    }
    return routes;
  }

  private static Route route(int id, String name, int weight, int port) {
    return Route.ofServer(
        id,
        name,
        weight,
        Duration.ZERO,
        ServerEndpoint.of("127.0.0.1", port, TlsMode.NONE).withLimits(4, 1000));
  }

  private SendRig(
      Ledger ledger,
      Clock clock,
      Duration interval,
      boolean up,
      long mostOctets,
      IntFunction<List<Route>> servers) {
    this(ledger, clock, interval, up, mostOctets, servers, BOUNCES, List.of());
  }

  private SendRig(
      Ledger ledger,
      Clock clock,
      Duration interval,
      boolean up,
      long mostOctets,
      IntFunction<List<Route>> servers,
      String envelopeSender,
      List<Gate> gates) {
    limits =
        new SendLimits(
            interval,
            RetrySchedule.STANDARD,
            false,
            8,
            WindowTerms.ANY_TIME,
            ALIKE,
            SendPolicy.NONE);
    server = new SandboxServer(new SandboxSettings(0, 5000, Duration.ofMillis(50)), inbox, clock);
    server.start();
    int port = server.port();
    if (!up) {
      server.stop();
    }
    connections = new ConnectionPool(new SmtpCourier(watchdog), clock, Duration.ofMinutes(1));
    health = new RouteHealth(states, clock, Duration.ofSeconds(2));
    SiteRates rates = new SiteRates(clock);
    List<Gate> all = new ArrayList<>(gates);
    all.add(new RateGate(rates));
    tools =
        new SendTools(
            ledger,
            connections,
            new RouteConnections(clock),
            FailurePolicy.standard(),
            new Governor(all, Pace.alone(clock), new FairShares(clock)),
            new Lessons(rates, List.of()),
            workTimes,
            rates,
            new SilentSites(clock, Duration.ofMillis(200)),
            new FairShares(clock),
            new RouteCounters(states),
            journal,
            Ledgers.messageIds(),
            clock,
            new Random(1),
            mostOctets);
    Duration length = Duration.ofHours(1);
    control =
        new RunControl(
            CAMPAIGN,
            new Lease(Lease.ofCampaign(CAMPAIGN), "test", 1, clock.instant().plus(length)),
            length,
            System::nanoTime,
            clock);
    routes = servers.apply(port);
    run =
        new SendRun(
            new SendPlan(
                CAMPAIGN,
                "Autumn",
                1,
                "news@example.com",
                envelopeSender,
                () -> limits,
                new TemplateCompiler()
                    .compile(
                        new TemplateSource(
                            "t", "Hello", "<p>Hello {{name}}</p>", Optional.empty(), List.of())),
                MessageProgram.of(
                    new MailSender(
                        EmailAddress.of("news@example.com"), Optional.of("News"), Optional.empty()),
                    List.of(),
                    Optional.empty()),
                MailLinks.NONE,
                ReaderTracking.NONE,
                FixedSites.none(),
                () -> routes,
                () -> window,
                () -> Integer.MAX_VALUE,
                Optional::empty),
            control,
            health,
            new SourceTurns(),
            clock);
  }

  LaneWorker worker() {
    return new LaneWorker(run, tools, "w", 0, 20);
  }

  /** A worker of a run that has more than one. */
  LaneWorker worker(int number) {
    return new LaneWorker(run, tools, "w" + number, number, 20);
  }

  SendRun run() {
    return run;
  }

  /** Reads and renders one claimed chunk, as the batch runtime does. */
  static List<Rendered> chunk(LaneWorker worker) throws InterruptedException {
    List<Rendered> mails = new ArrayList<>();
    do {
      var next = worker.next();
      if (next.isEmpty()) {
        return mails;
      }
      mails.add(worker.render(next.get()));
    } while (!worker.isChunkRead());
    return mails;
  }

  /** Sends until nothing is due. */
  void sendAll(LaneWorker worker) throws InterruptedException {
    List<Rendered> mails = chunk(worker);
    while (!mails.isEmpty()) {
      worker.send(mails);
      mails = chunk(worker);
    }
  }

  @Override
  public void close() {
    connections.close();
    server.stop();
    watchdog.shutdownNow();
  }
}
