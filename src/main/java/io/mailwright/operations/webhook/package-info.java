/**
 * Notices to other systems over HTTP: who is called, what with, and to which addresses no call may
 * go. What is due stands in the outbox of {@code operations.notice}.
 */
package io.mailwright.operations.webhook;
