/**
 * The HTTP interface under {@code /api}: requests become calls of the stages and of {@code
 * operations}, answers become JSON, errors become problem documents (RFC 9457).
 *
 * <p>No rule of the product stands here; what a page and a script must share belongs further in.
 */
package io.mailwright.rest;
