package io.mailwright.operations.dryrun;

/**
 * What a dry run has found.
 *
 * @param addresses that would get a mail
 * @param suppressed addresses that would get none
 */
public record DryRunResult(
    long addresses, long suppressed, Prediction prediction, MailProblems problems) {}
