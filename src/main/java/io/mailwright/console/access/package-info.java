/** Beans of the page with users and API tokens, for admins. */
package io.mailwright.console.access;
