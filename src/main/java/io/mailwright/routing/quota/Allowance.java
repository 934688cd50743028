package io.mailwright.routing.quota;

import io.mailwright.routing.governor.Hold;
import java.util.Optional;

/**
 * How much may be begun by all quotas that apply.
 *
 * @param mails so many within the time that was asked for, unless others take them; {@link
 *     Long#MAX_VALUE} where no quota applies
 * @param hold why none may be begun at once, and when the next may
 */
public record Allowance(long mails, Optional<Hold> hold) {
  static final Allowance UNLIMITED = new Allowance(Long.MAX_VALUE, Optional.empty());
}
