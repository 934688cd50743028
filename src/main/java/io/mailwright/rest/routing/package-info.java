/** Resources of servers, pools, routes, sites, quotas, warm-ups and signing keys. */
package io.mailwright.rest.routing;
