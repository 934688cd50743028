package io.mailwright.report.projection;

/**
 * Where a mail belongs in the sums.
 *
 * @param domain the recipient's; {@link #OTHERS} if the recipient was erased
 * @param site the domain's
 * @param hourSite the site as hours name it: {@link #OTHERS} for all without a name or lane of
 *     their own, or the hours of a campaign would be as many as its domains
 * @param route 0 for none
 */
record Place(String domain, String site, String hourSite, long route) {
  /** Stands for all that are not counted by themselves. */
  static final String OTHERS = "*";

  /**
   * @param laneSite of the delivery's lane, {@link #OTHERS} if that is mixed
   * @param knownSite as the directory names it now
   */
  static Place of(String domain, String laneSite, String knownSite, long route) {
    if (domain.equals(OTHERS)) {
      return new Place(OTHERS, OTHERS, laneSite, route);
    }
    if (!laneSite.equals(OTHERS)) {
      return new Place(domain, laneSite, laneSite, route);
    }
    return new Place(domain, knownSite, knownSite.equals(domain) ? OTHERS : knownSite, route);
  }

  /** The same by another route. */
  Place by(long otherRoute) {
    return new Place(domain, site, hourSite, otherRoute);
  }
}
