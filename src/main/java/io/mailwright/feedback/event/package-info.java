/** What came back, event by event, with its counts by campaign; each event once. */
package io.mailwright.feedback.event;
