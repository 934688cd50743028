/**
 * Keeps what reports read, by small steps from the ledger and from what came back. Reads those,
 * changes only tables whose names begin with {@code report_}, and runs on a thread of its own: the
 * sending path knows nothing of it.
 */
package io.mailwright.report.projection;
