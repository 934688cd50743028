package io.mailwright.routing.quota;

import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * All that a mail can be counted for. Mails of one campaign to one site by one route have equal
 * ones: keep it rather than make it for each mail.
 *
 * @param serverId the server
 * @param routeId the server by one of its sources; by none the server's id
 * @param from the address in From
 * @param envelopeSender where bounces go
 * @param site the site's name
 * @param campaignId the campaign
 */
public record Subjects(
    long serverId, long routeId, String from, String envelopeSender, String site, long campaignId) {

  /** Under which subjects a quota of this scope applies. */
  Set<String> of(QuotaScope scope) {
    return switch (scope) {
      case SERVER -> Set.of(Long.toString(serverId));
      case SOURCE -> Set.of(Long.toString(routeId));
      case SENDER -> senders();
      case SITE -> Set.of(site);
      case CAMPAIGN -> Set.of(Long.toString(campaignId));
    };
  }

  private Set<String> senders() {
    Set<String> names = new LinkedHashSet<>();
    for (String written : new String[] {from, envelopeSender}) {
      if (EmailAddress.check(written) instanceof AddressVerdict.Accepted accepted) {
        names.add(accepted.address().key());
        names.add(accepted.address().domain());
      }
    }
    return names;
  }
}
