package io.mailwright.sandbox.provider;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A client's connection to a relay that speaks for all sites. Towards a site it has a connection of
 * its own, which counts as open only while a mail to that site is under way; so the most
 * connections of a site bound its mails at once. Not thread-safe, as a connection is not.
 */
public final class RelayVisit {
  private static final int NO_ANSWER = 451;

  private final SimulatedProvider provider;
  private final String source;
  private final Map<SimulatedSite, SiteConnection> connections = new LinkedHashMap<>();

  RelayVisit(SimulatedProvider provider, String source) {
    this.provider = provider;
    this.source = source;
  }

  /** What the recipient's site says of it; empty if no site has the recipient. */
  public Optional<SiteAnswer.Replied> recipient(String recipient) {
    return provider.siteOf(recipient).map(site -> spoken(site, ask(site, recipient)));
  }

  // The relay answers, whoever does not.
  private static SiteAnswer.Replied spoken(SimulatedSite site, SiteAnswer answer) {
    return answer instanceof SiteAnswer.Replied replied
        ? replied
        : new SiteAnswer.Replied(
            answer.verdict(),
            NO_ANSWER,
            "4.4.1 No answer from the mail exchangers of " + site.name(),
            Duration.ZERO);
  }

  private SiteAnswer ask(SimulatedSite site, String recipient) {
    SiteConnection connection = connections.computeIfAbsent(site, other -> other.from(source));
    if (!connection.isOpen()) {
      SiteAnswer greeting = connection.open();
      if (!greeting.isAccepted()) {
        return greeting;
      }
    }
    SiteAnswer answer = connection.recipient(recipient);
    if (answer.verdict().kind() == SiteVerdict.Kind.TURNED_AWAY) {
      connection.renew();
    } else if (!connection.isWaiting()) {
      connection.close();
    }
    return answer;
  }

  /**
   * The mail has come for all recipients that were accepted.
   *
   * @return what the last of their sites says, after the longest of their times; empty if no
   *     recipient belongs to a site
   */
  public Optional<SiteAnswer.Replied> message() {
    SiteAnswer.Replied last = null;
    Duration longest = Duration.ZERO;
    for (SiteConnection connection : connections.values()) {
      if (connection.isWaiting() && connection.message() instanceof SiteAnswer.Replied reply) {
        last = reply;
        longest = longest.compareTo(reply.latency()) > 0 ? longest : reply.latency();
      }
    }
    return last == null
        ? Optional.empty()
        : Optional.of(new SiteAnswer.Replied(last.verdict(), last.code(), last.text(), longest));
  }

  /** The mail has been answered, or is given up. */
  public void end() {
    connections.values().forEach(SiteConnection::close);
  }
}
