/**
 * Imports of recipients as they are kept: what was asked, where reading stands, the rows that wait,
 * the rows that were rejected, and the change of the list itself.
 *
 * <p>Reading and judging a file is {@code audience.intake}'s; the job that joins the two is in
 * {@code batch}.
 */
package io.mailwright.audience.imports;
