package io.mailwright.routing.site;

/** People changed the table of sites; fired in the transaction that changes it. */
public record SitesChanged() {}
