package io.mailwright.routing.quota;

import java.util.List;

/**
 * What was used of a quota, as of a moment.
 *
 * @param at the moment, in microseconds: never before one that was told earlier, on whatever node
 * @param uses those that may count, earliest first
 */
record Usage(long at, List<Use> uses) {
  /**
   * Uses that are counted together.
   *
   * @param until the last moment at which one of them may happen
   */
  record Use(long until, long mails) {}

  /** What counts by a rule now. */
  long used(QuotaRule rule) {
    return after(rule.countsAfter(at));
  }

  /** What a rule leaves at once. */
  long left(QuotaRule rule) {
    return Math.max(0, rule.limit() - used(rule));
  }

  private long after(long moment) {
    return uses.stream().filter(u -> u.until > moment).mapToLong(Use::mails).sum();
  }

  /** When the rule leaves one again, if all that it leaves now is taken. */
  long freeAt(QuotaRule rule) {
    long counts = after(rule.countsAfter(at));
    for (Use use : uses) {
      if (use.until > rule.countsAfter(at)) {
        counts -= use.mails;
        if (counts < rule.limit()) {
          return rule.freeAt(use.until);
        }
      }
    }
    return at;
  }

  /**
   * When a mail can go of those that come from a moment on, as fast as a rolling rule lets them.
   *
   * @param nth which of them, from 1; at most the rule's limit
   */
  private long firstAt(QuotaRule rule, long nth, long from) {
    long free = rule.limit() - after(rule.countsAfter(from));
    for (Use use : uses) {
      if (nth <= free) {
        return from;
      }
      if (use.until > rule.countsAfter(from)) {
        free += use.mails;
        if (nth <= free) {
          return Math.max(from, rule.freeAt(use.until));
        }
      }
    }
    return from;
  }

  /**
   * When a mail can go of those that come from a moment on, if no others do.
   *
   * @param nth which of them, from 1
   * @param from the moment, not before that of this usage
   */
  long goesAt(QuotaRule rule, long nth, long from) {
    if (rule.reset().isEmpty()) {
      // Each counts from the last moment at which it may go.
      return firstAt(rule, (nth - 1) % rule.limit() + 1, from)
          + (nth - 1) / rule.limit() * (rule.length() + rule.lease());
    }
    long free = Math.max(0, rule.limit() - after(rule.countsAfter(from)));
    if (nth <= free) {
      return from;
    }
    // Days of 23 and 25 hours make up for each other.
    return rule.freeAt(from) + (nth - free - 1) / rule.limit() * rule.length();
  }
}
