package io.mailwright.routing.route;

/**
 * How fit a route is. Which state may follow which:
 *
 * <pre>
 * HEALTHY     -> THROTTLED    the server wants less
 *             -> QUARANTINED  block-list or policy, log-in or encryption refused, nobody answers
 * THROTTLED   -> PROBING      its cool-down is over and one mail tries it
 *             -> QUARANTINED  a mail that was on the way met worse
 * QUARANTINED -> PROBING      at the next probe time: a connection, or a mail, tries it
 * PROBING     -> HEALTHY      the probe went well
 *             -> THROTTLED, QUARANTINED   it did not: the rest is twice as long as before
 *             -> PROBING      the probe was not made, or who made it is gone: another may
 * any but OUT -> OUT          a person took it out
 * any         -> HEALTHY      a person put it back
 * </pre>
 *
 * <p>Trouble after the rest of a THROTTLED or QUARANTINED route and before a probe leaves its state
 * and makes it rest longer. Trouble while a route is OUT changes nothing, and trouble of the same
 * or a lesser kind while it rests does not lengthen the rest: it is told by mails that were on the
 * way.
 */
public enum HealthState {
  /** Mails go by it. */
  HEALTHY,
  /** The server wants less: nothing goes by it until its cool-down, which grows, is over. */
  THROTTLED,
  /** Nothing goes by it until a probe has shown that it is good again. */
  QUARANTINED,
  /** One mail or one connection tries it, or the next mail will. */
  PROBING,
  /** Taken out by a person, until a person puts it back. */
  OUT;

  /** Whether the other state may follow this one. */
  public boolean mayBecome(HealthState next) {
    return switch (this) {
      case HEALTHY -> next == THROTTLED || next == QUARANTINED || next == OUT;
      case THROTTLED -> next == PROBING || next == QUARANTINED || next == OUT || next == HEALTHY;
      case QUARANTINED -> next == PROBING || next == OUT || next == HEALTHY;
      case PROBING -> true;
      case OUT -> next == HEALTHY;
    };
  }
}
