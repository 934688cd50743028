package io.mailwright.routing.site;

import java.util.Collection;
import java.util.Map;

/**
 * Which site a domain belongs to: by the table, else by its mail exchangers, else it is a site of
 * its own. Never an error: what cannot be found out is a site of its own. Thread-safe.
 */
public interface SiteDirectory {
  /**
   * The site as far as it is known now, from memory: no SQL, no DNS, no waiting. For each mail.
   *
   * @param domain lower-case A-labels
   */
  String siteOf(String domain);

  /**
   * Whether DNS says for sure that the domain takes no mail (RFC 7505), as it is known now, from
   * memory. For each mail.
   *
   * @param domain lower-case A-labels
   */
  boolean takesNoMail(String domain);

  /** What people call a site: as the table says, else its name. */
  String displayName(String site);

  /**
   * The sites of a campaign's domains; looks up those of which nothing is known, or nothing fresh.
   * Takes a few seconds at most; what is not found by then is looked up further for the next time.
   *
   * @param domains lower-case A-labels, biggest first; only the first 2,000 are looked up
   * @return a site for each
   */
  Map<String, String> resolve(Collection<String> domains);

  /**
   * Takes up what the database has: the table as people changed it on another node, and domains
   * that were looked up elsewhere or before this start. Before a run, since a restarted campaign
   * resolves nothing.
   */
  void refresh();
}
