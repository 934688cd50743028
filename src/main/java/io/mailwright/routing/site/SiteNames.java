package io.mailwright.routing.site;

import io.mailwright.kernel.error.Require;

/** Names of sites as people give them. */
public final class SiteNames {
  private SiteNames() {}

  /**
   * Refuses a domain of a site that has another name: a limit of it would never apply, since mails
   * are counted under that.
   *
   * @param field where it was given
   * @param name in lower case
   * @throws io.mailwright.kernel.error.MailwrightException if it is a domain of such a site
   */
  public static void require(SiteDirectory sites, String field, String name) {
    String site = sites.siteOf(name);
    if (!site.equals(name)) {
      throw Require.refused(
          field,
          "is a domain of the site " + site + ", whose mails count together. Write " + site + ".");
    }
  }
}
