/**
 * How mail leaves: servers and the pools that spread mails over them. Quotas, health and windows
 * will stand here too.
 *
 * <p>Talking SMTP belongs in {@code smtp}, what became of a mail in {@code delivery}.
 */
package io.mailwright.routing;
