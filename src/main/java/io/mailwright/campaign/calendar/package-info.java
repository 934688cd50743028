/**
 * When something that recurs is due: cron by zone, with a rule for the hours that daylight saving
 * skips or repeats. What happens when it is due belongs in {@code operations}.
 */
package io.mailwright.campaign.calendar;
