/**
 * JBeret inside Payara: its environment, executor and job repository, and the switch that silences
 * the server's own JBatch.
 *
 * <p>Jobs and their artifacts do not belong here; they stand in {@code batch}.
 */
package io.mailwright.runtime.batch;
