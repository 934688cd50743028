/**
 * Sending domains' keys: which key signs mails from which domain, and the DNS record that goes with
 * it (RFC 6376 section 3.6).
 *
 * <p>Private keys are stored sealed and leave only by {@link
 * io.mailwright.routing.signing.DkimKey#open}. How a mail is signed belongs in {@code smtp.dkim}.
 */
package io.mailwright.routing.signing;
