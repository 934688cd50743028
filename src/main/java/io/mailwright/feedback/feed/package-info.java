/**
 * Providers tell of what came back: each signed in its own way, all understood as the same events.
 * What is done about them is decided where bounces in mails are dealt with, too.
 */
package io.mailwright.feedback.feed;
