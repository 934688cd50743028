/**
 * What is said: templates and attachments, and turning them into one recipient's mail.
 *
 * <p>Knows contacts only as values to fill in; who receives a mail, when and over which server is
 * decided in later stages. Nothing here speaks SMTP or touches Jakarta Mail.
 */
package io.mailwright.content;
