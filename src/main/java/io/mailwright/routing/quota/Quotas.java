package io.mailwright.routing.quota;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Gives leave to begin mails, so that no quota is ever exceeded, and hardly anything of one is left
 * unused. The count is the database's and holds for all nodes and over restarts; of large quotas
 * this node takes small blocks ahead. Where no quota applies, nothing is asked and nothing counted.
 *
 * <p>Thread-safe. While the database is away, what was taken ahead can be used up; then {@link
 * io.mailwright.kernel.db.DatabaseException} is thrown, and nothing is counted.
 */
@NodeSingleton
public class Quotas {
  private QuotaView view;
  private PermitStore store;
  private SteadyTime time;

  /** For injection and tests. */
  @Inject
  Quotas(QuotaView view, PermitStore store, SteadyTime time) {
    this.view = view;
    this.store = store;
    this.time = time;
  }

  /**
   * A copy on another clock: it has the quotas of this moment and what was used of them by now, and
   * counts on in memory.
   */
  public Quotas trial(Clock clock) {
    PermitStore copy = new TrialPermits(store, time.micros());
    SteadyTime pace = new SteadyTime(clock, () -> QuotaRule.micros(clock.instant()) * 1000);
    return new Quotas(new QuotaView(copy, pace), copy, pace);
  }

  /**
   * A campaign begins: what limits it, from its first mail on, may have been set a moment ago.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if quotas cannot be read
   */
  public void renew() {
    view.renew();
  }

  /**
   * Takes leave for one mail of all quotas that apply, or of none of them.
   *
   * @param labels for the reason, where it may not go
   */
  public QuotaAnswer take(Subjects subjects, QuotaLabels labels) {
    QuotaMeter[] meters = view.of(subjects);
    return meters.length == 0 ? Permit.FREE : take(meters, labels);
  }

  /** Whether any quota applies, so that there is something to share. */
  public boolean areThere(Subjects subjects) {
    return view.of(subjects).length > 0;
  }

  private static QuotaAnswer take(QuotaMeter[] meters, QuotaLabels labels) {
    Optional<Hold> known = knownHold(meters, labels);
    if (known.isPresent()) {
      return new QuotaAnswer.Refused(known.get());
    }
    Permit permit = new Permit(meters.length);
    boolean isComplete = false;
    try {
      for (QuotaMeter meter : meters) {
        if (!meter.take(permit)) {
          return new QuotaAnswer.Refused(meter.hold(labels));
        }
      }
      isComplete = true;
      return permit;
    } finally {
      if (!isComplete) {
        permit.giveBack();
      }
    }
  }

  /** Where one is known to be used up, the others are left alone. */
  private static Optional<Hold> knownHold(QuotaMeter[] meters, QuotaLabels labels) {
    Hold longest = null;
    for (QuotaMeter meter : meters) {
      if (meter.isKnownUsed()) {
        Hold hold = meter.hold(labels);
        longest = longest == null ? hold : longest.orLater(hold);
      }
    }
    return Optional.ofNullable(longest);
  }

  /**
   * How long a mail that is ready waits until it may be handed over; {@link Permit#untilDue}.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if it must count anew and cannot
   */
  public Duration untilDue(Permit permit) {
    return permit.untilDue();
  }

  /** Takes back the leave for a mail that was not begun. */
  public void giveBack(Permit permit) {
    permit.giveBack();
  }

  /** Quotas that this node found used up since it was last asked. */
  public List<QuotaReached> reached() {
    return view.all().stream().flatMap(meter -> meter.takeReached().stream()).toList();
  }

  /** How the quotas stand now, for who wants to know when mails can go. Reads each once. */
  public QuotaOutlook outlook() {
    return new QuotaOutlook(view.seen(), store, time.micros());
  }

  /**
   * Brings back what this node took ahead and did not use, and forgets what no longer counts.
   * Called every few seconds.
   */
  public void upkeep() {
    view.all().forEach(QuotaMeter::settle);
    store.purgeLeft(time.micros());
  }
}
