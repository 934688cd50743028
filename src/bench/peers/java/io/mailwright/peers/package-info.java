/**
 * What Mailwright is measured against: other ways to send the same mails, as their documentation
 * shows them. Each is a process of its own that does one {@link io.mailwright.peers.Course}.
 */
package io.mailwright.peers;
