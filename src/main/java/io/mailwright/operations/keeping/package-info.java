/**
 * How long data is kept, and the deleting of what is older. What is told of one person, and the
 * erasing of it, belongs in {@code operations.person}.
 */
package io.mailwright.operations.keeping;
