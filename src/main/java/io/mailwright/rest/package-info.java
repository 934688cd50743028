/**
 * The HTTP interface under {@code /api}, and here its frame: who calls and what they may, how
 * bodies are read, how answers, pages, versions and errors (RFC 9457) look. The resources stand in
 * the packages below, named as the console's.
 *
 * <p>No rule of the product stands here; what a page and a script must share belongs further in.
 */
package io.mailwright.rest;
