package io.mailwright.delivery.send;

import io.mailwright.content.link.Unsubscribe;
import io.mailwright.delivery.journal.JournalUnavailable;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.policy.ContentAlarm;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.SourceTurns;
import io.mailwright.routing.window.SendWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the workers of one run share: the plan, the choice of routes, and the signs that the whole
 * campaign has to pause. Thread-safe.
 */
public final class SendRun {
  /** So long there must be more for it before a run ends for the sake of more workers. */
  static final Duration LASTING = Duration.ofSeconds(5);

  private final SendPlan plan;
  private final RunControl control;
  private final RouteHealth health;
  private final RouteChoice choice;
  private final Set<Long> refusesSender = ConcurrentHashMap.newKeySet();
  private final Set<Long> takesSender = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> pauseReason = new AtomicReference<>();
  private final AtomicInteger ordered = new AtomicInteger();
  private final AtomicInteger atWork = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicReference<Instant> moreWantedSince = new AtomicReference<>();
  private final AtomicReference<Set<Long>> fit = new AtomicReference<>(Set.of());
  private final Clock clock;
  private final RunHolds holds;
  private final SiteCrowd crowd;
  private final KnownLimits limits = new KnownLimits();
  private final ContentAlarm alarm = new ContentAlarm(ContentAlarm.STANDARD_LIMIT);

  /** A run of a campaign under its lease. */
  public SendRun(
      SendPlan plan, RunControl control, RouteHealth health, SourceTurns turns, Clock clock) {
    this.plan = plan;
    this.control = control;
    this.health = health;
    this.choice = new RouteChoice(health, turns);
    this.clock = clock;
    this.holds = new RunHolds(clock);
    this.crowd = new SiteCrowd(clock);
  }

  /** What is fixed for the run. */
  public SendPlan plan() {
    return plan;
  }

  /** What can end it. */
  public RunControl control() {
    return control;
  }

  /**
   * Asks the ledger, and waits for a database that is away.
   *
   * @throws io.mailwright.delivery.LedgerUnavailable if it stays away
   */
  public <T> T patiently(Supplier<T> work) {
    return new PatientLedger(control).ask(work);
  }

  /**
   * Makes the mail of one recipient.
   *
   * @throws io.mailwright.content.render.RenderFailure if its values do not make a mail
   */
  Rendered render(ClaimedDelivery claim) {
    Optional<Unsubscribe> unsubscribe = plan.links().unsubscribe(claim.emailKey());
    return new Rendered(
        claim,
        plan.template().render(Recipients.of(claim, unsubscribe)),
        siteOf(claim),
        unsubscribe);
  }

  /** The site of a recipient. */
  String siteOf(ClaimedDelivery claim) {
    return plan.sites().siteOf(domainOf(claim));
  }

  /** Whether a recipient's domain says in DNS that it takes no mail. */
  boolean takesNoMail(ClaimedDelivery claim) {
    return plan.sites().takesNoMail(domainOf(claim));
  }

  private static String domainOf(ClaimedDelivery claim) {
    String key = claim.emailKey();
    return key.substring(key.lastIndexOf('@') + 1);
  }

  RouteHealth health() {
    return health;
  }

  /** Whether it is not the time to write to this recipient, and until when. */
  Optional<Hold> outsideWindow(ClaimedDelivery claim) {
    SendWindow window = plan.window().get();
    return window.isAnyTime()
        ? Optional.empty()
        : window.check(clock.instant(), claim.timezone().orElse(null), siteOf(claim));
  }

  /** Limits, or routes, have changed: what was held is looked at anew. */
  public void limitsChanged() {
    holds.forget();
    refusesSender.clear();
    control.wake();
  }

  /** Ends the run if the campaign's canary went badly. */
  void pauseIfBraked() {
    plan.brake().get().ifPresent(this::pause);
  }

  /** Looks anew at what is held when a route can be used that could not when this last looked. */
  void lookForRoutes() {
    Set<Long> now =
        plan.routes().get().stream()
            .filter(this::isFit)
            .map(Route::id)
            .collect(Collectors.toUnmodifiableSet());
    Set<Long> before = fit.getAndSet(now);
    if (!before.containsAll(now)) {
      limitsChanged();
    }
  }

  /** What keeps the lanes of a site from being worked at now, for whoever asks for work. */
  Optional<Hold> holdOf(String site) {
    Optional<Hold> held = holds.of(site);
    if (held.isPresent()) {
      // A route may be back since: asked where something is held only, and not at every claim.
      lookForRoutes();
      held = holds.of(site);
    }
    return held.or(
        () ->
            crowd.hasRoom(site) ? Optional.empty() : Optional.of(crowd.holdUntilThereIsRoom(site)));
  }

  /** What holds its sites back now, by the routes that can be used now. */
  RunHolds holds() {
    lookForRoutes();
    return holds;
  }

  /** How many of its workers are at work for each site. */
  SiteCrowd crowd() {
    return crowd;
  }

  /** Notes that whoever started the run wants so many workers, whatever the campaign says. */
  public void workersOrdered(int workers) {
    ordered.set(workers);
  }

  /** How many workers are wanted and have a connection now, 1 or more. */
  public int workersWanted() {
    int connections =
        plan.routes().get().stream()
            .collect(
                Collectors.toMap(
                    Route::serverId, r -> r.endpoint().maxConnections(), (one, other) -> one))
            .values()
            .stream()
            .mapToInt(Integer::intValue)
            .sum();
    int wanted = ordered.get() > 0 ? ordered.get() : plan.limits().get().workers();
    return Math.max(1, Math.min(Math.min(wanted, connections), plan.mostWorkers().getAsInt()));
  }

  /** It begins with so many workers; those beyond what is wanted later leave it. */
  public void workersBegin(int workers) {
    atWork.set(workers);
  }

  /** A worker ends since fewer are wanted; those of lower numbers go on. */
  void workerLeaves(int number) {
    atWork.accumulateAndGet(number, Math::min);
  }

  /**
   * Whether the run should end, and the campaign go on in another: a run gets no workers on its
   * way, and for some time there have been a quarter more for it than it has. As after an urgent
   * campaign that had taken them.
   */
  boolean isWorthMoreWorkers() {
    int has = atWork.get();
    if (has == Integer.MAX_VALUE || workersWanted() < has + Math.max(1, has / 4)) {
      moreWantedSince.set(null);
      return false;
    }
    Instant now = clock.instant();
    Instant since = moreWantedSince.updateAndGet(at -> at == null ? now : at);
    return !since.plus(LASTING).isAfter(now);
  }

  /**
   * How many workers can have a connection now, 1 or more.
   *
   * @param most how many connections there may be by a route, as its server has shown
   */
  int workersConnectable(LongToIntFunction most) {
    Map<Long, Long> servers = new HashMap<>();
    long all = 0;
    for (Route route : plan.routes().get()) {
      long before = servers.getOrDefault(route.serverId(), 0L);
      long now = Math.min(route.endpoint().maxConnections(), before + most.applyAsInt(route.id()));
      servers.put(route.serverId(), now);
      all += now - before;
    }
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, all));
  }

  /** A fit one of these routes, entered. */
  Optional<ChosenRoute> chooseRoute(List<Route> routes) throws InterruptedException {
    return choice.choose(routes);
  }

  /** The least time between two mails of the route's server, as people want it now. */
  Duration intervalOf(Route chosen) {
    for (Route now : plan.routes().get()) {
      if (now.id() == chosen.id()) {
        return now.interval();
      }
    }
    return chosen.interval();
  }

  /** Whether the route could be entered now, as far as its health goes. */
  boolean isFit(Route route) {
    return health.restOf(route.id()).isEmpty();
  }

  /** What came of connecting to a route that was chosen, after its health was told. */
  void routeTried(Route route, boolean isConnected) {
    choice.tried(route, isConnected);
  }

  /** Takes a mail of the route's turn; false if the server's next source has its turn now. */
  boolean takesTurn(Route route) {
    return choice.takesTurn(route);
  }

  /** Why no route can be used now, and until when. */
  public Optional<RouteHealth.Rest> restOfAllRoutes() {
    List<Route> routes = usableRoutes(Demand.NONE);
    return routes.stream().anyMatch(this::isFit) ? Optional.empty() : restOf(routes);
  }

  /** Of these routes the one at rest that may be used again first. */
  Optional<RouteHealth.Rest> restOf(List<Route> routes) {
    return choice.soonest(routes);
  }

  /** The routes that have not refused the sender and may take such a mail. */
  List<Route> usableRoutes(Demand demand) {
    return plan.routes().get().stream()
        .filter(r -> !refusesSender.contains(r.id()) && limits.mayTake(r, demand))
        .toList();
  }

  /** A server refuses the envelope sender; when all do, the campaign has to pause. */
  void senderRefused(Route route, SmtpReply reply) {
    leaveOut(
        route,
        "every server refuses the sender "
            + plan.envelopeSender()
            + "; the last said: "
            + reply
            + ". Nothing was lost: change the sender or the server's log-in, then resume.");
  }

  /** A server has no way to take mail from the sender; when none has, the campaign has to pause. */
  void senderImpossible(Route route, String reason) {
    leaveOut(
        route,
        "no server of the pool can take mail from this sender; the last: "
            + reason
            + ". Nothing was lost: change the sender or use a server that takes it, then resume.");
  }

  private void leaveOut(Route route, String whyPause) {
    refusesSender.add(route.id());
    if (usableRoutes(Demand.NONE).isEmpty()) {
      pause(whyPause);
    }
  }

  /**
   * What a verdict on a mail of this run comes to: what one server cannot take has failed for good
   * only if no other one takes it. Watches for content that is refused again and again.
   *
   * @param demand what the mail needs, by this verdict too
   */
  Verdict weigh(Route route, Verdict judged, Demand demand) {
    Verdict first = ofRecipient(route, judged);
    limits.learn(route, first);
    Verdict verdict =
        PolicyRefusal.weigh(elsewhere(first, demand), demand, () -> isAnotherFit(route, demand));
    if (alarm.raisedAfter(verdict) && verdict instanceof Verdict.Failed failed) {
      pause(
          ContentAlarm.STANDARD_LIMIT
              + (failed.reply().isPresent()
                  ? " mails in a row were refused for their content; the last: "
                      + failed.reason()
                      + ". Change the template, then resume."
                  : " mails in a row are larger than any server of the pool takes; the last: "
                      + failed.reason()
                      + ". Make the mail smaller or use a server that takes it, then resume."));
    }
    return verdict;
  }

  /** A server that takes mails from the sender speaks for the one recipient when it refuses it. */
  private Verdict ofRecipient(Route route, Verdict judged) {
    if (judged instanceof Verdict.Sent && !takesSender.contains(route.id())) {
      takesSender.add(route.id());
    }
    return judged instanceof Verdict.SenderRefused refused
            && refused.isOfRecipient()
            && takesSender.contains(route.id())
        ? refused.byRecipient()
        : judged;
  }

  private boolean isAnotherFit(Route route, Demand demand) {
    return usableRoutes(demand).stream().anyMatch(r -> r.id() != route.id() && isFit(r));
  }

  private Verdict elsewhere(Verdict here, Demand demand) {
    if (here instanceof Verdict.TooLarge large && usableRoutes(demand).isEmpty()) {
      return large.everywhere(limits.largest(usableRoutes(new Demand(0, demand.needsUtf8(), 0))));
    }
    return here instanceof Verdict.Utf8NotOffered utf8 && usableRoutes(demand).isEmpty()
        ? utf8.everywhere()
        : here;
  }

  /** No further dot may be written; the campaign has to pause. */
  void journalUnavailable(JournalUnavailable reason) {
    pause(reason.getMessage() + ". Nothing was lost: repair the disk, then resume.");
  }

  /** Ends the run and says why the campaign pauses. The first reason stands. */
  public void pause(String why) {
    pauseReason.compareAndSet(null, why);
    control.stop();
  }

  /** Why the campaign has to pause, if it has. */
  public Optional<String> pauseReason() {
    return Optional.ofNullable(pauseReason.get());
  }
}
