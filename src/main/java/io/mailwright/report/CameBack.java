package io.mailwright.report;

import io.mailwright.feedback.event.FeedbackKind;

/**
 * What came back of a kind.
 *
 * @param recipients each counted once
 * @param events all of them
 */
public record CameBack(FeedbackKind kind, long recipients, long events) {}
