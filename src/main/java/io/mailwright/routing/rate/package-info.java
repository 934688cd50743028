/**
 * How fast a site takes mail by a route, as its answers tell: rate, connections and pauses adapt to
 * each site and route, and what went through is counted for people.
 *
 * <p>What a reply means belongs in {@code delivery.policy}; limits that people set are quotas;
 * whether a route is fit at all is the pool's. Nothing here waits: it only says until when.
 */
package io.mailwright.routing.rate;
