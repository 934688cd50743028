/**
 * How a file gets in and its import starts, for pages and scripts alike. What the import does
 * stands in {@code audience.imports} and {@code batch.intake}.
 */
package io.mailwright.operations.intake;
