/**
 * Reading mailboxes over IMAP (RFC 3501) and POP3 (RFC 1939). The dialogs are spoken here and not
 * by Angus, which makes room for whatever length a server announces and holds a mail as a whole:
 * here every line, answer and mail is bounded in length and time.
 */
package io.mailwright.smtp.mailbox;
