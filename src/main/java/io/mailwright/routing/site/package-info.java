/**
 * Sites: domains whose mail one provider takes in. Which site a domain belongs to, by a table of
 * the big providers that people can change, and by the domain's mail exchangers.
 *
 * <p>How exchangers are asked for belongs in {@code smtp}; how fast a site may be sent to, and
 * which lane holds its mails, do not belong here.
 */
package io.mailwright.routing.site;
