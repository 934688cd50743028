package io.mailwright.routing.rate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One site by one route: its rate, its connections and what became of its mails. Thread-safe. */
final class SiteRoute {
  /** A pause that ends before a restart could is not worth storing. */
  private static final long SHORT_PAUSE = 10_000;

  private final PassedMails passedMails = new PassedMails();
  private final MinuteRing minutes = new MinuteRing();
  private final RateControl rate = new RateControl(passedMails);
  private final ConnectionControl connections = new ConnectionControl();

  private volatile long usedAt;
  private volatile long acceptedAt;
  private volatile String lastReply = "";

  SiteRoute(long now) {
    this.usedAt = now;
  }

  RateControl rate() {
    return rate;
  }

  ConnectionControl connections() {
    return connections;
  }

  MinuteRing minutes() {
    return minutes;
  }

  /** Whether the site never asked for less. */
  boolean isFree() {
    return rate.isFree() && connections.most() == ConnectionControl.FREE;
  }

  /** When something last became of a mail or connection. */
  long usedAt() {
    return usedAt;
  }

  /** The site's last word on rates, or an empty text. */
  String lastReply() {
    return lastReply;
  }

  /** When a mail was accepted last, to a second; 0 if never. */
  long acceptedAt() {
    return acceptedAt;
  }

  void accepted(long now, long latency) {
    // As with its use.
    if (now - acceptedAt >= 1000) {
      acceptedAt = now;
    }
    minutes.accepted(now, latency);
    passed(now, latency);
  }

  void deferred(long now, long latency) {
    minutes.deferred(now, latency);
    passed(now, latency);
  }

  void failed(long now, long latency) {
    minutes.failed(now, latency);
    passed(now, latency);
  }

  private void passed(long now, long latency) {
    use(now);
    passedMails.count(now);
    rate.passed(now, now - latency);
  }

  void throttled(long now, Throttle throttle, long latency) {
    use(now);
    minutes.deferred(now, latency);
    lastReply = throttle.words();
    long hint = millis(throttle.retryAfter());
    switch (throttle.kind()) {
      case RATE -> rate.throttled(now, now - latency, hint);
      case QUOTA -> rate.quotaUsed(now, hint);
      case ALL -> rate.refused(now, hint);
      case CONNECTIONS -> connections.refused(now, hint);
    }
  }

  void rest(long now, Throttle throttle) {
    use(now);
    lastReply = throttle.words();
    rate.refused(now, millis(throttle.retryAfter()));
  }

  static long millis(Optional<Duration> retryAfter) {
    return retryAfter.map(d -> Math.max(1, d.toMillis())).orElse(0L);
  }

  void use(long now) {
    // Written once a second at most: the field is shared by all workers.
    if (now - usedAt >= 1000) {
      usedAt = now;
    }
  }

  SiteAllowance allowance(long now) {
    return new SiteAllowance(
        rate.perSecond(now),
        connections.allowed(),
        Optional.of(rate.pausedUntil()).filter(t -> t > now).map(Instant::ofEpochMilli),
        Optional.of(lastReply).filter(words -> !words.isEmpty()));
  }

  LearnedRate learned(SiteRates.Key key, long now) {
    return new LearnedRate(
        key.site(),
        key.routeId(),
        rate.learned(now),
        connections.allowed(),
        Optional.of(rate.pausedUntil())
            .filter(until -> until > now + SHORT_PAUSE)
            .map(Instant::ofEpochMilli),
        rate.isPauseAsked(),
        Optional.of(lastReply).filter(words -> !words.isEmpty()),
        Instant.ofEpochMilli(usedAt));
  }

  void recall(LearnedRate stored, long now) {
    usedAt = stored.usedAt().toEpochMilli();
    lastReply = stored.lastReply().orElse("");
    rate.remember(
        stored.perSecond(),
        stored.pausedUntil().map(Instant::toEpochMilli).orElse(0L),
        stored.isPauseAsked(),
        now);
    stored.connections().ifPresent(most -> connections.remember(most, now));
  }
}
