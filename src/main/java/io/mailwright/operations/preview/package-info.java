/** Shows a template as one recipient would get it, for pages and scripts alike. Sends nothing. */
package io.mailwright.operations.preview;
