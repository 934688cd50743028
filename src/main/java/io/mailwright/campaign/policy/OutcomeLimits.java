package io.mailwright.campaign.policy;

import java.util.Objects;
import java.util.Optional;

/**
 * How many of a number of mails may go wrong.
 *
 * @param deferred at most
 * @param failed at most
 * @param complaints at most
 */
public record OutcomeLimits(Percent deferred, Percent failed, Percent complaints) {
  /** One mail alone says nothing about the others. */
  private static final int FEWEST = 2;

  /** Refuses nulls. */
  public OutcomeLimits {
    Objects.requireNonNull(deferred);
    Objects.requireNonNull(failed);
    Objects.requireNonNull(complaints);
  }

  /**
   * A limit that is exceeded.
   *
   * @param count mails that went this way
   * @param tried of so many
   * @param share the same as a part
   * @param limit what was allowed
   * @param how what became of them, after "of the mails": {@code were deferred}
   */
  public record Excess(long count, long tried, Percent share, Percent limit, String how) {
    /** Whether it is over the limit by this factor too. */
    public boolean isOver(int factor) {
      return isAbove(count, tried, factor * (long) limit.hundredths());
    }

    /** For people: {@code 31 % of 200 mails were deferred (limit 10 %)}. */
    @Override
    public String toString() {
      return share + " of " + tried + " mails " + how + " (limit " + limit + ")";
    }
  }

  /** The first limit that the numbers exceed, failures before complaints before deferrals. */
  public Optional<Excess> exceededBy(OutcomeTally tally) {
    return excess(tally.failed(), tally.tried(), failed, "failed")
        .or(() -> excess(tally.complaints(), tally.tried(), complaints, "brought complaints"))
        .or(() -> excess(tally.deferred(), tally.tried(), deferred, "were deferred"));
  }

  private static Optional<Excess> excess(long count, long tried, Percent limit, String how) {
    return count >= FEWEST && isAbove(count, tried, limit.hundredths())
        ? Optional.of(new Excess(count, tried, Percent.share(count, tried), limit, how))
        : Optional.empty();
  }

  private static boolean isAbove(long count, long tried, long hundredths) {
    return count * 10_000 > tried * hundredths;
  }
}
