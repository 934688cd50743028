package io.mailwright.campaign;

import io.mailwright.kernel.error.Require;
import java.util.Objects;

/**
 * How many mails may go in any window of a length.
 *
 * @param limit mails at most, 1 to {@link #MOST}
 * @param per the length of the window
 */
public record SendRate(long limit, RateUnit per) {
  /** Mails that a limit can allow at most. */
  public static final long MOST = 1_000_000_000;

  /** Refuses bad values. */
  public SendRate {
    Require.range("rate.limit", limit, 1, MOST);
    Objects.requireNonNull(per, "per");
  }
}
