package io.mailwright.routing.warmup;

import io.mailwright.kernel.error.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Mails a day, step by step; after the last step there is no limit.
 *
 * @param mails of each step, 1 to 100,000,000, 1 to 200 steps
 */
public record WarmUpSteps(List<Long> mails) {
  /** What a step allows that comes after the last. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final int USUAL_DAYS = 30;

  /**
   * For the sites of big providers: 50 on the first day, doubled up to 6,400, then a quarter more.
   */
  public static final WarmUpSteps BIG = growing(50, 6_400);

  /** For other sites: 20 on the first day, doubled up to 640, then a quarter more. */
  public static final WarmUpSteps SMALL = growing(20, 640);

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field {@code steps}
   */
  public WarmUpSteps {
    mails = List.copyOf(mails);
    Require.count("steps", mails, 1, 200);
    mails.forEach(n -> Require.range("steps", n, 1, 100_000_000));
  }

  private static WarmUpSteps growing(long first, long doubledTo) {
    List<Long> steps = new ArrayList<>();
    long mails = first;
    while (steps.size() < USUAL_DAYS) {
      steps.add(mails);
      mails = mails < doubledTo ? mails * 2 : mails * 5 / 4 / 10 * 10;
    }
    return new WarmUpSteps(steps);
  }

  /** As it is stored. */
  static WarmUpSteps parse(String text) {
    return new WarmUpSteps(Arrays.stream(text.split(",")).map(Long::valueOf).toList());
  }

  /** For storing. */
  String text() {
    return mails.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * What a step allows.
   *
   * @param step from 1
   * @return mails a day, or {@link #UNLIMITED}
   */
  public long allowed(int step) {
    return step > mails.size() ? UNLIMITED : mails.get(step - 1);
  }
}
