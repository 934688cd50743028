package io.mailwright.operations.dryrun;

/**
 * Mails that are alike to the scheduler.
 *
 * @param site the recipients' site
 * @param zone their time zone, empty where none is known or nobody asks
 * @param mails how many, 1 or more
 */
record Load(String site, String zone, long mails) {}
