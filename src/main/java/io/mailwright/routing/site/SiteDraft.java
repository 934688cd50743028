package io.mailwright.routing.site;

import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.Require;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a person or a script says about a site.
 *
 * @param name lower-case letters, digits, hyphens and dots; kept in lower case
 * @param displayName what people call it
 * @param domains domains that belong to it without a look-up; kept as lower-case A-labels
 * @param mxSuffixes names at or under which its mail exchangers stand; kept the same way
 */
public record SiteDraft(
    String name, String displayName, List<String> domains, List<String> mxSuffixes) {
  /** Domains of a site at most. */
  public static final int MAX_DOMAINS = 1000;

  /** Names of exchangers of a site at most. */
  public static final int MAX_SUFFIXES = 100;

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_DOMAIN = 253;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public SiteDraft {
    name = Require.line("name", name, LONGEST_NAME).toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      throw Require.refused(
          "name", "must be letters, digits, hyphens and dots. Take one like my-provider.");
    }
    displayName = Require.line("displayName", displayName, 200);
    domains = names("domains", domains, MAX_DOMAINS);
    mxSuffixes = names("mxSuffixes", mxSuffixes, MAX_SUFFIXES);
  }

  private static List<String> names(String field, List<String> given, int most) {
    Require.count(field, given, 0, most);
    List<String> names = given.stream().map(text -> domain(field, text)).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw Require.refused(field, "names a domain twice. Give each once.");
    }
    return names;
  }

  private static String domain(String field, String text) {
    String line = Require.line(field, text, LONGEST_DOMAIN);
    if (line.indexOf('@') < 0
        && EmailAddress.check("a@" + line) instanceof AddressVerdict.Accepted accepted) {
      return accepted.address().domain();
    }
    throw Require.refused(
        field, "holds what is not a domain name. Write each as in mail.example.com.");
  }
}
