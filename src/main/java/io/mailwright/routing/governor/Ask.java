package io.mailwright.routing.governor;

/**
 * A mail that asks to be sent.
 *
 * @param campaignId whose mail it is
 * @param sender the envelope sender
 * @param site the recipient's site
 * @param serverId the server it would go by
 * @param routeId the server and the source address that it would go by
 */
public record Ask(long campaignId, String sender, String site, long serverId, long routeId) {
  /** Whether the other is about mails that the same limits apply to. */
  public boolean isLike(Ask other) {
    return routeId == other.routeId
        && campaignId == other.campaignId
        && site.equals(other.site)
        && sender.equals(other.sender);
  }
}
