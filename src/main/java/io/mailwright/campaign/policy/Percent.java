package io.mailwright.campaign.policy;

import io.mailwright.kernel.error.Require;
import java.math.BigDecimal;

/**
 * A part of a hundred, exact to a hundredth.
 *
 * @param hundredths of a percent, 0 to 10,000
 */
public record Percent(int hundredths) {
  /** Refuses what is no part. */
  public Percent {
    if (hundredths < 0 || hundredths > 10_000) {
      throw new IllegalArgumentException(hundredths + " hundredths are no part of a hundred");
    }
  }

  /**
   * A percentage that a person or a script gave.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public static Percent of(String field, BigDecimal value) {
    if (value.signum() < 0
        || value.compareTo(BigDecimal.valueOf(100)) > 0
        || value.stripTrailingZeros().scale() > 2) {
      throw Require.refused(field, "must be a percentage from 0 to 100 with at most two decimals.");
    }
    return new Percent(value.movePointRight(2).intValueExact());
  }

  /** Whole percent, 0 to 100. */
  public static Percent of(int whole) {
    return new Percent(whole * 100);
  }

  /** How large a part one number is of another, rounded down; of nothing it is none. */
  public static Percent share(long part, long whole) {
    return new Percent(whole <= 0 ? 0 : (int) Math.min(10_000, part * 10_000 / whole));
  }

  /** The part of so many, rounded up. */
  public long partOf(long whole) {
    return Math.floorDiv(whole * hundredths + 9_999, 10_000);
  }

  /** As a number of percent, such as 0.1. */
  public BigDecimal value() {
    BigDecimal exact = BigDecimal.valueOf(hundredths, 2).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  /** For people: {@code 0.1 %}. */
  @Override
  public String toString() {
    return value().toPlainString() + " %";
  }
}
