package io.mailwright.delivery.send;

import io.mailwright.delivery.LedgerUnavailable;
import io.mailwright.delivery.ledger.ClaimLimit;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.LaneChunk;
import io.mailwright.delivery.ledger.LaneHold;
import io.mailwright.delivery.ledger.LaneReturn;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.route.RouteHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.IntConsumer;

/**
 * One worker of a run: holds at most one lane, claims a chunk of it, sends it and settles every
 * row, then gives the lane back. It keeps what the ledger does not have yet, so that neither an
 * outcome is lost nor a mail repeated when the chunk around it is rolled back.
 *
 * <p>Used by one thread.
 */
public final class LaneWorker {
  /**
   * A lane that is ready within this time is waited for; otherwise the worker ends and a timer goes
   * on later.
   */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String TAKES_NO_MAIL =
      "the domain takes no mail: its DNS says so (null MX, RFC 7505)";

  private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

  /** Below this a chunk costs more than it is worth. */
  private static final int SMALLEST_CHUNK = 20;

  private final SendRun run;
  private final SendTools tools;
  private final String name;
  private final int number;
  private final int chunkSize;
  private final Queue<ClaimedDelivery> unread = new ArrayDeque<>();
  private final Map<Long, ClaimedDelivery> unsettled = new LinkedHashMap<>();
  private final List<Settlement> unrecorded = new ArrayList<>();
  private final Dots dots;
  private final PatientLedger patient;
  private final WorkMeter meter;
  private final ChunkSender sender;
  private LaneHold lane;
  private long octets;
  private int concluded;
  private IntConsumer follower = written -> {};
  private Optional<Hold> hold = Optional.empty();

  /**
   * @param name unique among the workers of the node
   * @param number which of the run's workers it is, from 0; when fewer are wanted than there are,
   *     the last ones end
   * @param chunkSize rows a claim, 1 or more
   */
  public LaneWorker(SendRun run, SendTools tools, String name, int number, int chunkSize) {
    this.run = run;
    this.tools = tools;
    this.name = name;
    this.number = number;
    this.chunkSize = chunkSize;
    this.patient = new PatientLedger(run.control());
    this.dots = new Dots(tools.journal(), run.plan().campaignId());
    this.meter = new WorkMeter(tools.workTimes(), tools.clock().instant());
    this.sender = new ChunkSender(run, tools, dots, meter, number);
  }

  /**
   * Whom to tell how far it is: before it claims or waits, and at least once a second while it
   * sends; how many mails of the chunk in hand are settled, 0 between chunks. Called by the
   * worker's thread; must not throw.
   */
  public void followedBy(IntConsumer who) {
    follower = who;
  }

  /** The run it works for. */
  public SendRun run() {
    return run;
  }

  /**
   * The next recipient; claims a chunk of the next ready lane when the last is used up, and waits
   * for a lane that is ready soon.
   *
   * @return empty when nothing is to be done within the patience, the run must end, or fewer
   *     workers are wanted now, or so many more that another run has to begin
   * @throws LedgerUnavailable if the database fails; call {@link #recover()} before going on
   */
  public Optional<ClaimedDelivery> next() throws InterruptedException {
    if (!unread.isEmpty()) {
      return Optional.of(unread.remove());
    }
    Instant giveUp = tools.clock().instant().plus(PATIENCE);
    while (goesOn() && isWanted() && !run.isWorthMoreWorkers()) {
      follower.accept(0);
      tools.shares().active(run.plan().campaignId(), run.plan().limits().get().standing());
      Optional<RouteHealth.Rest> rest = run.restOfAllRoutes();
      if (rest.isPresent()) {
        if (rest.get().until().isAfter(giveUp)) {
          return Optional.empty();
        }
        Duration left = Duration.between(tools.clock().instant(), rest.get().until());
        run.control().pauseFor(left.compareTo(LONGEST_NAP) > 0 ? LONGEST_NAP : left);
      } else if (mayConnect() && claimNextLane()) {
        return Optional.of(unread.remove());
      } else if (!isLaneReadyBefore(giveUp)) {
        return Optional.empty();
      }
      meter.idle(tools.clock().instant());
    }
    if (!isWanted()) {
      run.workerLeaves(number);
    }
    return Optional.empty();
  }

  /**
   * A worker that its servers have no connection for leaves the lanes to those who have one, and
   * comes again when a server may take one more, or when no other is at work.
   */
  private boolean mayConnect() {
    return number < run.workersConnectable(tools.connectionsTaken()::most)
        || !patient.ask(() -> tools.ledger().isAnyLaneHeld(run.plan().campaignId()));
  }

  /** Others may have got its seat since it began. */
  private boolean isWanted() {
    return number < run.workersWanted();
  }

  /** A lease that ran out while the database was away may be had again. */
  private boolean goesOn() throws InterruptedException {
    return run.control().mayGoOn() || run.control().awaitRenewal();
  }

  private boolean claimNextLane() {
    Optional<LaneChunk> chunk = claimedNext();
    while (chunk.isPresent()) {
      lane = chunk.get().lane();
      run.crowd().enter(lane.site());
      for (ClaimedDelivery claim : chunk.get().claims()) {
        unsettled.put(claim.id(), claim);
        if (run.takesNoMail(claim)) {
          keep(failed(claim, TAKES_NO_MAIL));
          continue;
        }
        Optional<Hold> closed = run.outsideWindow(claim);
        if (closed.isPresent()) {
          keep(settlementOf(claim, closed.get()));
          noteSite(closed.get());
        } else {
          unread.add(claim);
        }
      }
      if (!unread.isEmpty()) {
        return true;
      }
      recordAndGiveLaneBack();
      follower.accept(0);
      if (!run.control().mayGoOn() || !isWanted()) {
        return false;
      }
      chunk = claimedNext();
    }
    return false;
  }

  /** The site's own hours hold the rest of its lanes, too. */
  private void noteSite(Hold closed) {
    if (closed.scope() == HoldScope.SITE && !lane.site().equals(LaneHold.MIXED)) {
      run.holds().holdSite(lane.site(), closed);
      hold = Optional.of(closed);
    }
  }

  private Settlement failed(ClaimedDelivery claim, String why) {
    return new Settlement(
        claim.key(),
        DeliveryState.FAILED,
        false,
        Optional.empty(),
        Optional.of(why),
        Optional.empty(),
        Optional.empty(),
        tools.clock().instant());
  }

  private Settlement settlementOf(ClaimedDelivery claim, Hold closed) {
    return Settlement.givenBack(
        claim, Optional.of(closed.until()), Optional.of(closed.why()), tools.clock().instant());
  }

  private Optional<LaneChunk> claimedNext() {
    return patient.ask(
        () ->
            tools
                .ledger()
                .claimNext(
                    run.plan().campaignId(),
                    name,
                    run.control().fence(),
                    run.plan().incarnation(),
                    this::limitOf));
  }

  /** Nothing of a lane that cannot be sent now: it is only given back with what holds it. */
  private ClaimLimit limitOf(LaneHold taken, long openRows) {
    hold = run.holdOf(taken.site());
    return hold.isPresent()
        ? ClaimLimit.NOTHING
        : new ClaimLimit(fairShare(openRows), Math.max(1, tools.mostOctets() / Character.BYTES));
  }

  /** Towards the end the chunks grow small, so that no worker has a full one left for itself. */
  private int fairShare(long openRows) {
    long share = openRows / run.workersWanted();
    // In steps, so that few different statements are prepared.
    return (int) Math.min(chunkSize, Math.max(SMALLEST_CHUNK, share - share % SMALLEST_CHUNK));
  }

  private boolean isLaneReadyBefore(Instant giveUp) throws InterruptedException {
    long campaignId = run.plan().campaignId();
    boolean held = patient.ask(() -> tools.ledger().isAnyLaneHeld(campaignId));
    Optional<Instant> ready = patient.ask(() -> tools.ledger().nextReady(campaignId));
    Instant now = tools.clock().instant();
    if (ready.isEmpty() || (!held && ready.get().isAfter(giveUp))) {
      return held && waitFor(LONGEST_NAP);
    }
    Duration left = Duration.between(now, ready.get());
    return waitFor(left.isNegative() || left.compareTo(LONGEST_NAP) > 0 ? LONGEST_NAP : left);
  }

  private boolean waitFor(Duration time) throws InterruptedException {
    run.control().await(time.compareTo(Duration.ofMillis(20)) < 0 ? Duration.ofMillis(20) : time);
    return true;
  }

  /**
   * Makes the mail of a recipient that was read.
   *
   * @throws io.mailwright.content.render.RenderFailure if its values do not make a mail
   */
  public Rendered render(ClaimedDelivery claim) {
    Rendered mail = run.render(claim);
    octets += mail.octets();
    return mail;
  }

  /**
   * Whether what was read has to be sent now: the claimed chunk is used up, or its mails are as
   * large as memory allows. In the second case the rest of it is read next.
   */
  public boolean isChunkRead() {
    return unread.isEmpty() || octets >= tools.mostOctets();
  }

  /** Whether the claimed chunk is used up and mails of it are still to be sent. */
  public boolean isChunkUnsent() {
    return unread.isEmpty() && !unsettled.isEmpty();
  }

  /**
   * Settles a recipient whose mail cannot be made, at once and for good.
   *
   * @throws LedgerUnavailable if the database fails; the outcome is kept and written by {@link
   *     #recover()}
   */
  public void cannotRender(ClaimedDelivery claim, String reason) {
    keep(failed(claim, "cannot be rendered: " + reason));
    if (unsettled.isEmpty() && unread.isEmpty()) {
      recordAndGiveLaneBack();
    } else {
      record();
    }
  }

  /**
   * Sends a chunk and settles every row of it; gives the lane back, unless a part of what was
   * claimed is still to be read. Never throws for a recipient. Without a lane there is nothing to
   * send: when a job is stopped, its last chunk is written even if nothing was read.
   *
   * @throws LedgerUnavailable if outcomes cannot be written; they are kept and written by {@link
   *     #recover()}
   */
  public void send(List<Rendered> mails) throws InterruptedException {
    octets = 0;
    concluded = 0;
    if (lane == null) {
      return;
    }
    hold = sender.send(mails, lane.site(), this::keepAndRecord);
    if (unread.isEmpty() || hold.isPresent() || !run.control().mayGoOn() || !isWanted()) {
      // What was claimed but not read goes back as it was.
      recover();
    } else {
      record();
    }
  }

  private void keepAndRecord(Settlement settlement) {
    keep(settlement);
    concluded++;
    if (sender.isTimeToRecord()) {
      record();
      sender.recorded();
      if (!isWanted()) {
        sender.endChunk();
      }
      follower.accept(concluded);
    }
  }

  private void keep(Settlement settlement) {
    dots.answered(settlement);
    unrecorded.add(settlement);
    unsettled.remove(settlement.claim().deliveryId());
  }

  private void record() {
    if (unrecorded.isEmpty()) {
      return;
    }
    patient.ask(() -> tools.ledger().settle(run.plan().campaignId(), unrecorded));
    unrecorded.clear();
    dots.recorded();
  }

  /**
   * After a rollback, and before the end: writes outcomes the ledger lacks; claims whose dot was
   * not written go back, the others are in doubt.
   *
   * @throws LedgerUnavailable if the database still fails; nothing is forgotten
   */
  public void recover() {
    unread.clear();
    octets = 0;
    Instant now = tools.clock().instant();
    for (ClaimedDelivery claim : List.copyOf(unsettled.values())) {
      keep(
          dots.isUnanswered(claim.key())
              ? new Settlement(
                  claim.key(),
                  DeliveryState.IN_DOUBT,
                  true,
                  Optional.empty(),
                  Optional.of(
                      "the worker failed after the mail was handed over: it may have been accepted"),
                  Optional.empty(),
                  Optional.empty(),
                  now)
              : Settlement.givenBack(claim, Optional.empty(), Optional.empty(), now));
    }
    recordAndGiveLaneBack();
  }

  /** In one transaction: each costs a write that waits for the disk. */
  private void recordAndGiveLaneBack() {
    if (lane == null) {
      record();
      return;
    }
    LaneReturn back = new LaneReturn(lane, hold.map(Hold::until), hold.map(Hold::why));
    patient.ask(() -> tools.ledger().settle(back, unrecorded));
    unrecorded.clear();
    dots.recorded();
    run.crowd().leave(lane.site());
    lane = null;
    hold = Optional.empty();
    meter.chunkEnded(tools.clock().instant());
    run.control().wake();
  }
}
