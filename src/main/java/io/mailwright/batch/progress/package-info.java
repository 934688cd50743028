/**
 * Keeps the metrics of steps and workers while they run and after a crash; JBeret's repository
 * keeps them only at the end.
 */
package io.mailwright.batch.progress;
