/**
 * The demonstration: a client of the outside contract alone, which imports, sends, reads what came
 * back and reports over {@code /api} as any script would.
 *
 * <p>Nothing of the product depends on it.
 */
package io.mailwright.demo;
