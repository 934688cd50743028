/**
 * What all entities have in common: an id, a version against lost updates, and the few steps of
 * reading, paging, changing and removing one. The only part of the kernel that names Jakarta
 * Persistence.
 *
 * <p>No query of a stage stands here; it stands in the stage's repository.
 */
package io.mailwright.kernel.store;
