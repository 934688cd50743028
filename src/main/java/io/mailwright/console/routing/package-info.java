/**
 * Beans of the pages for servers and pools, routes, quotas and sites. They decide nothing about
 * sending, and a stored secret never comes back to a page.
 */
package io.mailwright.console.routing;
