/**
 * How many mails may go in a second, minute, hour or day: what people allow by server, source,
 * sender, site and campaign, and the count of what was used of it, which all nodes share.
 *
 * <p>What a provider allows at the moment is learned elsewhere; which route a mail takes does not
 * belong here.
 */
package io.mailwright.routing.quota;
