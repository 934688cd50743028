package io.mailwright.routing.quota;

import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.Require;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a person or a script says about a quota of its own. Those of a server stand with the server,
 * the rate of a campaign with the campaign.
 *
 * @param scope {@link QuotaScope#SOURCE}, {@link QuotaScope#SENDER} or {@link QuotaScope#SITE}
 * @param subject whose mails are counted: a route's id; a sender's domain or address; a site's name
 * @param rule how many, and in which time
 */
public record QuotaDraft(QuotaScope scope, String subject, QuotaRule rule) {
  private static final int LONGEST = 320;
  private static final Pattern SITE = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?");
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public QuotaDraft {
    Objects.requireNonNull(rule, "rule");
    String text = Require.line("subject", subject, LONGEST);
    subject =
        switch (scope) {
          case SERVER ->
              throw Require.refused(
                  "scope", "server is set with the server itself: change its field quotas.");
          case CAMPAIGN ->
              throw Require.refused(
                  "scope", "campaign is set with the campaign itself: change its field rate.");
          case SOURCE -> route(text);
          case SENDER -> sender(text);
          case SITE -> site(text);
        };
  }

  private static String route(String text) {
    if (!ID.matcher(text).matches()) {
      throw Require.refused("subject", "is no route's number. Give one that /routes shows.");
    }
    return text;
  }

  private static String sender(String text) {
    boolean isAddress = text.indexOf('@') >= 0;
    if (EmailAddress.check(isAddress ? text : "a@" + text)
        instanceof AddressVerdict.Accepted accepted) {
      return isAddress ? accepted.address().key() : accepted.address().domain();
    }
    throw Require.refused(
        "subject", "is neither a domain nor an address. Write news.example.com or a@example.com.");
  }

  private static String site(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (!SITE.matcher(name).matches()) {
      throw Require.refused(
          "subject", "is no site's name. Write one such as gmail or example.net.");
    }
    return name;
  }
}
