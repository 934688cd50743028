/**
 * Which route a mail goes by: health, pace, counters and the turns of sources. A route is a server
 * and the local address that mails leave from; the one without an address has the server's id.
 *
 * <p>How a mail is sent over a route, and what a reply means, do not belong here.
 */
package io.mailwright.routing.route;
