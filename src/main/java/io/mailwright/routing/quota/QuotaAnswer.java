package io.mailwright.routing.quota;

import io.mailwright.routing.governor.Hold;

/** Whether a mail may go by all quotas that apply to it. */
public sealed interface QuotaAnswer permits Permit, QuotaAnswer.Refused {
  /**
   * It may not yet; nothing was counted.
   *
   * @param hold which quota is used up, and until when
   */
  record Refused(Hold hold) implements QuotaAnswer {}
}
