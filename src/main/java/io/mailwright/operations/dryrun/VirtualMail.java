package io.mailwright.operations.dryrun;

/**
 * A mail that is tried.
 *
 * @param parcel of which it is one
 * @param attempts tries so far
 * @param firstTry when the first of them was; of no meaning before
 */
record VirtualMail(Parcel parcel, int attempts, long firstTry) {}
