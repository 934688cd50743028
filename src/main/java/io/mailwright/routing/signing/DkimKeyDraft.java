package io.mailwright.routing.signing;

import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.Require;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person or a script says about a key to be made.
 *
 * @param domain the domain of From; kept as lower-case A-labels
 * @param selector what tells the domain's keys apart, a name of DNS labels; empty: one of today's
 *     date and the algorithm
 * @param algorithm how it signs
 * @param active whether mails are signed with it at once
 */
public record DkimKeyDraft(
    String domain, Optional<String> selector, DkimAlgorithm algorithm, boolean active) {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_DEFAULT = 20;

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public DkimKeyDraft {
    domain = domain(Require.line("domain", domain, LONGEST_NAME));
    selector = selector.map(DkimKeyDraft::selector);
    int length = selector.map(String::length).orElse(LONGEST_DEFAULT) + DkimKey.BETWEEN.length();
    if (length + domain.length() > LONGEST_NAME) {
      throw Require.refused(
          "selector", "and domain are too long for a name in DNS. Take a shorter selector.");
    }
  }

  private static String domain(String text) {
    if (text.indexOf('@') < 0
        && EmailAddress.check("a@" + text) instanceof AddressVerdict.Accepted accepted) {
      return accepted.address().domain();
    }
    throw Require.refused("domain", "is not a domain name. Write it as in mail.example.com.");
  }

  private static String selector(String text) {
    String name = Require.line("selector", text, LONGEST_NAME).toLowerCase(Locale.ROOT);
    for (String label : name.split("\\.", -1)) {
      boolean plain =
          label.chars().allMatch(c -> c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
      boolean hyphen = label.startsWith("-") || label.endsWith("-");
      if (label.isEmpty() || label.length() > LONGEST_LABEL || !plain || hyphen) {
        throw Require.refused(
            "selector", "is not a name of letters, digits and hyphens. Take one like mail2026.");
      }
    }
    return name;
  }
}
