/**
 * The artifacts of the job {@code purge}: a step a kind of data, a chunk a slice. What is old, and
 * how it is deleted, stands in {@code operations.keeping}.
 */
package io.mailwright.batch.keeping;
