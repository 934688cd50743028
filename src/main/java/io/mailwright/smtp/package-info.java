/**
 * All that touches Jakarta Mail: the courier on Angus's SMTP transport, TLS, the pool of kept
 * connections, the connection test, and the building of MIME messages; and the look-up of mail
 * exchangers.
 *
 * <p>No other package imports {@code jakarta.mail}. What an outcome means for a mail or a route is
 * the failure policy's, and no ledger, campaign or console is known here.
 */
package io.mailwright.smtp;
