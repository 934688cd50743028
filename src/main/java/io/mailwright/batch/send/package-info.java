/**
 * The artifacts of {@code send-campaign} and {@code continue-campaign}. How a chunk is sent stands
 * in {@code delivery.send}.
 */
package io.mailwright.batch.send;
