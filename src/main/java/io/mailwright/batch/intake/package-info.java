/**
 * The artifacts of the job {@code import-recipients}: a file is staged chunk by chunk, bad rows are
 * skipped and recorded, and what was staged is applied to the list slice by slice.
 *
 * <p>What a good row is stands in {@code audience.intake}, its tables in {@code audience.imports}.
 */
package io.mailwright.batch.intake;
