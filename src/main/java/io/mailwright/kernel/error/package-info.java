/**
 * Errors with a number that people can look up: what happened, what was kept, what to do.
 *
 * <p>Expected outcomes of mail (a refusal, a deferral) are values, not errors, and do not belong
 * here.
 */
package io.mailwright.kernel.error;
