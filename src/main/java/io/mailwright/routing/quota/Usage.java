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

  /** What the rule leaves within a time, in microseconds. */
  long leftWithin(QuotaRule rule, long time) {
    if (rule.reset().isPresent()) {
      return left(rule) + (rule.endOfWindow(at) < at + time ? rule.limit() : 0);
    }
    long whole = time / rule.length();
    Usage later = new Usage(at + time % rule.length(), uses);
    return later.left(rule) + whole * rule.limit();
  }
}
