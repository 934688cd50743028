package io.mailwright.routing.quota;

/** What a quota counts the mails of. */
public enum QuotaScope {
  /** A server, whatever source address is used; the subject is its id. */
  SERVER,
  /** A server by one source address; the subject is the route's id. */
  SOURCE,
  /** Who sends, in From or in the envelope; the subject is a domain or an address. */
  SENDER,
  /** Where mails go; the subject is the site's name. */
  SITE,
  /** A campaign; the subject is its id. */
  CAMPAIGN
}
