/**
 * Contact lists: named sets of contacts. The contacts themselves belong in {@code
 * audience.contact}.
 */
package io.mailwright.audience.list;
