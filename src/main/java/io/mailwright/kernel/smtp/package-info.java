/**
 * What an SMTP server said, as values: the reply and its enhanced status (RFC 5321, RFC 3463).
 *
 * <p>What a reply means for a mail is not decided here; that is the failure policy's.
 */
package io.mailwright.kernel.smtp;
