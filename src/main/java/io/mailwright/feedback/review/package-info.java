/**
 * Stored mails that came back, read again by the rules of now: what would be understood
 * differently, applied by choice and taken back. What is done about a mail stands in {@code
 * feedback.acting}.
 */
package io.mailwright.feedback.review;
