/**
 * The artifacts of the job {@code collect-feedback}: mails are read from mailboxes and stored, then
 * understood, then acted on.
 */
package io.mailwright.batch.feedback;
