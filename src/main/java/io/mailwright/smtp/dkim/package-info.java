/**
 * Signs mails in the name of their sender's domain (DKIM: RFC 6376, RFC 8463) on the octets of the
 * message program.
 *
 * <p>Which key signs for which domain is kept in {@code routing.signing}; nothing of Jakarta Mail
 * is needed here.
 */
package io.mailwright.smtp.dkim;
