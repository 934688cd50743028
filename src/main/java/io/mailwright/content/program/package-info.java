/**
 * The message program: what all mails of a campaign share is made into octets once, and each mail
 * fills only what differs (RFC 5322, RFC 2045 to 2047).
 *
 * <p>No {@code MimeMessage} per recipient: that costs more than all else of a mail together. What
 * is sent over which connection does not belong here, nor does anything of Jakarta Mail.
 */
package io.mailwright.content.program;
