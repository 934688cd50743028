package io.mailwright.routing.governor;

/** What else a hold keeps back, besides the mail that met it. */
public enum HoldScope {
  /** This recipient's mail only, as quiet hours in its time zone do. */
  RECIPIENT,
  /** All mails to the site, by any route. */
  SITE,
  /** Mails to the site by this route; another route may take them. */
  SITE_ON_ROUTE,
  /** All mails by this route; another route may take them. */
  ROUTE,
  /** All mails of the campaign. */
  CAMPAIGN
}
