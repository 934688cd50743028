package io.mailwright.content.render;

import java.time.Duration;

/**
 * How much one template and one rendering may use. A template over a limit is refused when it is
 * compiled; a rendering over a limit fails for that recipient.
 *
 * @param templateChars the longest part of a template, in UTF-16 units
 * @param tags the most {@code {{…}}} tags in one part
 * @param nesting how deep blocks may stand in each other
 * @param outputChars the longest rendered part, in UTF-16 units; enforced while it is written
 * @param iterations the most block entries and loop rounds of one part
 * @param time the longest one part may render; measured at every block entry and loop round
 */
public record RenderLimits(
    int templateChars, int tags, int nesting, int outputChars, int iterations, Duration time) {

  /** 1 MiB in and out, 10,000 tags, 32 levels, 100,000 rounds, one second. */
  public static final RenderLimits STANDARD =
      new RenderLimits(1 << 20, 10_000, 32, 1 << 20, 100_000, Duration.ofSeconds(1));

  /** Refuses limits that would let nothing through. */
  public RenderLimits {
    if (templateChars < 1 || tags < 1 || nesting < 1 || outputChars < 1 || iterations < 1) {
      throw new IllegalArgumentException("Every limit is at least 1");
    }
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("The time limit is positive");
    }
  }
}
