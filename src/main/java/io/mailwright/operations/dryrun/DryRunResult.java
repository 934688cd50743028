package io.mailwright.operations.dryrun;

/**
 * What a dry run has found.
 *
 * @param addresses that would get a mail
 * @param suppressed addresses that would get none
 * @param unmeasured addresses at sites where it was never measured how long a mail takes
 */
public record DryRunResult(
    long addresses,
    long suppressed,
    long unmeasured,
    Prediction prediction,
    MailProblems problems) {}
