/**
 * Which server a mail goes by, and when: health, pace and connections as this node sees them.
 *
 * <p>How a mail is sent over a route does not belong here.
 */
package io.mailwright.routing.route;
