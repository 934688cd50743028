/**
 * Mail providers as they are met outside, played on this machine: what a site answers to a
 * connection and to a mail, by its limits, its moods and who asks; and an SMTP server that speaks
 * for them on loopback addresses.
 *
 * <p>What a site decides knows no socket and takes the time from a clock, so that tests and trials
 * run it in simulated time. Mails are counted here and not kept; keeping some for people to look at
 * belongs in the sandbox above. Nothing here knows who sends.
 */
package io.mailwright.sandbox.provider;
