package io.mailwright.routing.warmup;

import io.mailwright.campaign.policy.OutcomeTally;
import java.time.LocalDate;

/**
 * A day of a plan at a site.
 *
 * @param day in UTC
 * @param step which step it was, from 1
 * @param allowed mails, or {@link WarmUpSteps#UNLIMITED}
 * @param used mails that were let through; not counted where there is no limit
 * @param tally what became of mails on that day
 * @param why it is that step
 */
public record WarmUpDay(
    LocalDate day, int step, long allowed, long used, OutcomeTally tally, String why) {}
