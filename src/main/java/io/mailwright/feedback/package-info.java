/**
 * What comes back: bounces, complaints, automatic replies, unsubscribes, opens and clicks. It is
 * recorded beside the deliveries and reaches sending only through tables.
 */
package io.mailwright.feedback;
