package io.mailwright.delivery.send;

import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.rate.SilentSites;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.share.FairShares;
import jakarta.annotation.Nullable;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The places of one worker among the connections that sites take by its route. It keeps the one of
 * the site that it sends to, and those of mails that are not answered yet, so that a chunk to one
 * site costs one question. Used by one thread.
 */
final class Places {
  private final SiteRates rates;
  private final SilentSites silence;
  private final FairShares shares;
  private final Clock clock;
  private final Set<Place> taken = new HashSet<>();
  @Nullable private Place here;

  /** What campaigns share. */
  private record ConnectionsOf(String site, long routeId, String siteName, String route) {
    @Override
    public String toString() {
      return "the connections of " + siteName + " on route " + route;
    }
  }

  /** One connection, as its site counts it. */
  static final class Place {
    private final Ask ask;
    private int mails;
    private boolean isProven;

    private Place(Ask ask) {
      this.ask = ask;
    }
  }

  Places(SiteRates rates, SilentSites silence, FairShares shares, Clock clock) {
    this.rates = rates;
    this.silence = silence;
    this.shares = shares;
    this.clock = clock;
  }

  /**
   * Takes the place for mails like this one, and leaves the last one.
   *
   * @return empty if it is had
   */
  Optional<Hold> enter(Ask ask) {
    if (here != null && here.ask.equals(ask)) {
      return Optional.empty();
    }
    leaveHere();
    Optional<Hold> silent = silence.mayAsk(ask, this);
    if (silent.isPresent()) {
      return silent;
    }
    Optional<Hold> full =
        rates.takesFewConnections(ask.site(), ask.routeId()) ? inTurn(ask) : rates.mayConnect(ask);
    if (full.isEmpty()) {
      here = new Place(ask);
      taken.add(here);
    }
    return full;
  }

  private Optional<Hold> inTurn(Ask ask) {
    ConnectionsOf key =
        new ConnectionsOf(ask.site(), ask.routeId(), ask.labels().site(), ask.labels().route());
    Optional<Hold> turn = shares.take(key, ask.campaignId());
    if (turn.isPresent()) {
      return turn.map(t -> new Hold(HoldScope.SITE_ON_ROUTE, t.until(), t.why()));
    }
    Optional<Hold> full = rates.mayConnect(ask);
    if (full.isPresent()) {
      shares.refused(key, ask.campaignId(), clock.instant());
    }
    return full;
  }

  /** A mail begins at the place that was entered last. */
  Place begin() {
    here.mails++;
    return here;
  }

  /** A mail that was begun here is no longer under way; nothing is known from it. */
  void end(Place place) {
    place.mails--;
    if (place != here && place.mails == 0) {
      leave(place);
    }
  }

  /**
   * The site said something of a mail that was begun here.
   *
   * @param took how long it let wait, at most
   */
  void answered(Place place, Duration took) {
    Ask ask = place.ask;
    silence.answered(ask.site(), ask.routeId(), took);
    if (!place.isProven) {
      place.isProven = true;
      rates.connected(ask.site(), ask.routeId());
    }
    end(place);
  }

  /** The site called the connection one too many: its place is gone. */
  void lose(Place place) {
    taken.remove(place);
    here = place == here ? null : here;
  }

  private void leaveHere() {
    if (here != null && here.mails == 0) {
      leave(here);
    }
    here = null;
  }

  private void leave(Place place) {
    if (taken.remove(place)) {
      rates.closed(place.ask.site(), place.ask.routeId());
    }
  }

  /** The worker has no connection any more. */
  void leaveAll() {
    here = null;
    for (Place place : taken) {
      rates.closed(place.ask.site(), place.ask.routeId());
    }
    taken.clear();
    silence.leave(this);
  }
}
