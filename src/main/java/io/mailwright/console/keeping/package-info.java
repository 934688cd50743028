/** How long data is kept, and what is held about one person. */
package io.mailwright.console.keeping;
