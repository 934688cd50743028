package io.mailwright.routing.quota;

/**
 * What people call that whose mails are counted; used only to say why a mail waits.
 *
 * @param server the server's name
 * @param route the route's name
 * @param site the site's name
 * @param campaign the campaign's name
 */
public record QuotaLabels(String server, String route, String site, String campaign) {

  String of(QuotaScope scope, String subject) {
    return switch (scope) {
      case SERVER -> "server " + server;
      case SOURCE -> "route " + route;
      case SENDER -> "sender " + subject;
      case SITE -> site;
      case CAMPAIGN -> "campaign " + campaign;
    };
  }
}
