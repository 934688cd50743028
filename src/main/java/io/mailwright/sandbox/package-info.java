/**
 * The built-in SMTP simulator: a server on loopback that accepts, refuses, defers, dawdles or hangs
 * up by the recipient's local part, and keeps the last mails for people to look at.
 *
 * <p>Only the SMTP server library and the kernel belong here. Mails are kept as the bytes that
 * came; showing them (MIME, HTML) is done by those who parse mail. Mail providers with limits and
 * moods are played by {@code provider}. Nothing here ever sends.
 */
package io.mailwright.sandbox;
