package io.mailwright.routing.governor;

import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Subjects;

/**
 * What a mail asks to be sent with. Mails of one campaign to one site by one route have equal ones:
 * keep it rather than make it for each mail.
 *
 * @param subjects all that the mail can be counted for
 * @param labels what people call these
 */
public record Ask(Subjects subjects, QuotaLabels labels) {
  /** Whose mail it is. */
  public long campaignId() {
    return subjects.campaignId();
  }

  /** The recipient's site. */
  public String site() {
    return subjects.site();
  }

  /** The server it would go by. */
  public long serverId() {
    return subjects.serverId();
  }

  /** The server and the source address that it would go by. */
  public long routeId() {
    return subjects.routeId();
  }
}
