/**
 * A POP3 server (RFC 1939) on loopback, by which the mails that came back to the sandbox are
 * fetched.
 */
package io.mailwright.sandbox.pop3;
