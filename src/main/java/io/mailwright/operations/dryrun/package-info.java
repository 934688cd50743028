/**
 * What would become of a campaign: its mails sent on a virtual clock, by the scheduler's own gates,
 * to sites that behave as was learned of them; and a sample of its mails really made. Nothing is
 * sent and nothing is kept.
 *
 * <p>How a limit counts belongs in {@code routing}; how a mail is really sent in {@code
 * delivery.send}.
 */
package io.mailwright.operations.dryrun;
