package io.mailwright.sandbox;

/**
 * What happened since the inbox was made, whether or not the mails are still kept.
 *
 * @param accepted final dots answered with 250
 * @param deferred final dots answered with 4yz
 * @param refused final dots answered with 5yz, and recipients refused at RCPT
 * @param unanswered final dots without a reply
 */
public record SandboxTally(long accepted, long deferred, long refused, long unanswered) {}
