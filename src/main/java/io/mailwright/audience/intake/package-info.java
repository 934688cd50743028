/**
 * Reads a file of recipients row by row, CSV or Excel, and says of every row that cannot be taken
 * where and why. Readers stream, hold a bounded amount of memory and go on at a recorded position.
 *
 * <p>Nothing here stores anything: tables belong to {@code audience}, the job to {@code batch}.
 */
package io.mailwright.audience.intake;
