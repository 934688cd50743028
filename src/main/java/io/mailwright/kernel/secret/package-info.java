/**
 * Secrets at rest: encrypted with a key that is kept apart from the database. Hashing of passwords
 * does not belong here; it stands with the users in {@code operations.access}.
 */
package io.mailwright.kernel.secret;
