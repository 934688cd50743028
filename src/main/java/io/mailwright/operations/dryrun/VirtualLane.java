package io.mailwright.operations.dryrun;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * A lane during a forecast. Mails are drawn from its parcels in proportion to what is ready of
 * each, as the rows of a lane come mixed. Each step costs the logarithm of the parcels.
 */
final class VirtualLane {
  static final long NEVER = Long.MAX_VALUE;

  private final Optional<VirtualSite> site;
  private final List<Parcel> parcels = new ArrayList<>();
  private final PriorityQueue<HeldParcel> held =
      new PriorityQueue<>(Comparator.comparingLong(HeldParcel::until));
  private final PriorityQueue<Retry> retries =
      new PriorityQueue<>(Comparator.comparingLong(Retry::due));

  /** Sums of what is ready, as a binary indexed tree. */
  private long[] sums = {0};

  private long ready;
  private long notBefore;
  private boolean isTaken;

  private record HeldParcel(Parcel parcel, long until) {}

  private record Retry(VirtualMail mail, long due) {}

  /**
   * @param site whose own lane it is; empty: of several
   */
  VirtualLane(Optional<VirtualSite> site) {
    this.site = site;
  }

  void add(VirtualSite of, String zone, long mails) {
    parcels.add(new Parcel(of, zone, parcels.size(), mails));
  }

  /** After the last parcel was added. */
  void close() {
    sums = new long[parcels.size() + 1];
    ready = 0;
    for (Parcel parcel : parcels) {
      change(parcel, parcel.ready());
    }
  }

  Optional<VirtualSite> site() {
    return site;
  }

  /** Mails that can be drawn now, as of the last look. */
  long ready() {
    return ready;
  }

  boolean isTaken() {
    return isTaken;
  }

  void take() {
    isTaken = true;
  }

  /** A worker has no more to do with it, and none has before a time. */
  void giveBack(long from) {
    isTaken = false;
    notBefore = from;
  }

  /** When a worker may take it, at the earliest; {@link #NEVER} if nothing is left. */
  long readyAt(long now) {
    wake(now);
    long first = ready > 0 ? now : NEVER;
    if (!held.isEmpty()) {
      first = Math.min(first, held.peek().until());
    }
    if (!retries.isEmpty()) {
      first = Math.min(first, retries.peek().due());
    }
    if (first == NEVER) {
      return NEVER;
    }
    first = Math.max(first, notBefore);
    return site.isEmpty()
        ? first
        : Math.max(first, Math.max(site.get().heldUntil, site.get().roomFrom(now)));
  }

  /** A mail that is ready, taken out. */
  Optional<VirtualMail> draw(long now, RandomGenerator random) {
    wake(now);
    if (ready == 0) {
      return Optional.empty();
    }
    Parcel parcel = parcels.size() == 1 ? parcels.get(0) : at(random.nextLong(ready));
    change(parcel, -1);
    VirtualMail again = parcel.due.poll();
    if (again != null) {
      return Optional.of(again);
    }
    parcel.fresh--;
    return Optional.of(new VirtualMail(parcel, 0, now));
  }

  /** A mail that was drawn and could not go. */
  void putBack(VirtualMail mail) {
    if (mail.attempts() == 0) {
      mail.parcel().fresh++;
    } else {
      mail.parcel().due.addFirst(mail);
    }
    if (!mail.parcel().isHeld) {
      change(mail.parcel(), 1);
    }
  }

  /** Nothing of a parcel goes before a time. */
  void hold(Parcel parcel, long until) {
    if (!parcel.isHeld) {
      change(parcel, -parcel.ready());
      parcel.isHeld = true;
      held.add(new HeldParcel(parcel, until));
    }
  }

  /** A mail is to be tried again. */
  void tryAgain(VirtualMail mail, long due) {
    retries.add(new Retry(mail, due));
  }

  private void wake(long now) {
    while (!held.isEmpty() && held.peek().until() <= now) {
      Parcel parcel = held.poll().parcel();
      parcel.isHeld = false;
      change(parcel, parcel.ready());
    }
    while (!retries.isEmpty() && retries.peek().due() <= now) {
      VirtualMail mail = retries.poll().mail();
      mail.parcel().due.add(mail);
      if (!mail.parcel().isHeld) {
        change(mail.parcel(), 1);
      }
    }
  }

  private void change(Parcel parcel, long by) {
    ready += by;
    for (int i = parcel.place + 1; i < sums.length; i += i & -i) {
      sums[i] += by;
    }
  }

  /** The parcel in which the mail of this rank is. */
  private Parcel at(long rank) {
    int place = 0;
    long left = rank;
    for (int step = Integer.highestOneBit(sums.length); step > 0; step >>= 1) {
      int next = place + step;
      if (next < sums.length && sums[next] <= left) {
        left -= sums[next];
        place = next;
      }
    }
    return parcels.get(place);
  }
}
