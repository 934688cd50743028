/** Beans of the pages for servers and pools. A stored secret never comes back to a page. */
package io.mailwright.console.routing;
