/**
 * Beans of the template pages, and the preview of a mail as one recipient would get it, which the
 * campaign pages show too.
 */
package io.mailwright.console.content;
