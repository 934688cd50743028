package io.mailwright.routing.site;

import java.util.List;

/**
 * A provider that the table names.
 *
 * @param name what the site is called in lanes, quotas and rates
 * @param displayName what people call it
 * @param domains the domains that belong to it without a look-up, lower-case A-labels
 * @param mxSuffixes the names at or under which its mail exchangers stand, lower-case
 * @param builtIn whether the product knows it by itself
 * @param changed whether people added or changed it
 * @param version counts the changes, from 1; a built-in that nobody changed has 1
 */
public record Site(
    String name,
    String displayName,
    List<String> domains,
    List<String> mxSuffixes,
    boolean builtIn,
    boolean changed,
    int version) {
  /** Takes the lists as they are. */
  public Site {
    domains = List.copyOf(domains);
    mxSuffixes = List.copyOf(mxSuffixes);
  }
}
