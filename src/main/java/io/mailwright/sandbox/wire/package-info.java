/**
 * The SMTP server library on a loopback address: starting, stopping, and ending a connection as RFC
 * 5321 has it. What is answered to a mail is for those who listen.
 */
package io.mailwright.sandbox.wire;
