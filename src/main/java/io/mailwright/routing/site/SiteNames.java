package io.mailwright.routing.site;

import io.mailwright.kernel.error.Require;

/** Names of sites as people give them. */
public final class SiteNames {
  private SiteNames() {}

  /**
   * The same name, if mails are counted under it. A limit of a domain that belongs to a site of
   * another name would never apply.
   *
   * @param field where it was given
   * @param name in lower case
   * @throws io.mailwright.kernel.error.MailwrightException if it is a domain of such a site
   */
  public static String require(SiteDirectory sites, String field, String name) {
    String site = sites.siteOf(name);
    if (!site.equals(name)) {
      throw Require.refused(
          field,
          "is a domain of the site " + site + ", whose mails count together. Write " + site + ".");
    }
    return name;
  }
}
