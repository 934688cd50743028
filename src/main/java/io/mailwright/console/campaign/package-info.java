/**
 * Beans of the campaign pages: the list, the guided form, one campaign with its deliveries, and the
 * failures as a file. What a campaign may do is decided in {@code campaign} and {@code
 * operations.campaign}, never here.
 */
package io.mailwright.console.campaign;
