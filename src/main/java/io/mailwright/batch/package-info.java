/**
 * The artifacts that the job definitions name: readers, processors, writers, batchlets, listeners,
 * each a thin hand-over to a stage.
 *
 * <p>Rules, SQL and mail belong to the stages; the batch runtime's own classes to {@code runtime}.
 */
package io.mailwright.batch;
