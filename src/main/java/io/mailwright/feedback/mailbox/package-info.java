/**
 * Mailboxes that what comes back is read from: as people set them up, how reading them goes, and
 * the port to the servers. What a mail means is known elsewhere.
 */
package io.mailwright.feedback.mailbox;
