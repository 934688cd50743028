package io.mailwright.operations.dryrun;

import io.mailwright.routing.governor.HoldScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When a campaign would be finished, and what would keep it.
 *
 * @param start when it was made to start
 * @param finish when the last mail was done; empty if some were left
 * @param accepted mails
 * @param deferrals tries that were put off
 * @param failed mails refused for good
 * @param expired mails that were put off too often
 * @param left mails that were not done by the end of the forecast
 * @param whyLeft why not; empty if none are left
 * @param isAtFullSpeed whether no limit kept mails for long, so that the workers are what decides
 * @param limits what kept mails back, that which they waited for most first
 * @param byHour accepted mails by the beginning of the hour; hours without are left out
 * @param sites the biggest sites, biggest first
 * @param otherSites how many more there are
 */
public record Prediction(
    Instant start,
    Optional<Instant> finish,
    long accepted,
    long deferrals,
    long failed,
    long expired,
    long left,
    Optional<String> whyLeft,
    boolean isAtFullSpeed,
    List<Limit> limits,
    Map<Instant, Long> byHour,
    List<SiteForecast> sites,
    int otherSites) {
  /**
   * Something that kept mails back.
   *
   * @param why in words, as of the time when it lasted longest
   * @param scope what it kept back
   * @param held for how long it did, at all
   * @param waited seconds of all mails that waited for it, added up
   */
  public record Limit(String why, HoldScope scope, Duration held, long waited) {}

  /**
   * One site.
   *
   * @param finish when its last mail was done; empty if some were left or it had none
   */
  public record SiteForecast(
      String site, long mails, long deferrals, long failed, long left, Optional<Instant> finish) {}

  /** How long it takes; empty if some mails were left. */
  public Optional<Duration> length() {
    return finish.map(end -> Duration.between(start, end));
  }

  /** What decides when it is finished; empty if the workers do. */
  public Optional<Limit> binding() {
    return isAtFullSpeed ? Optional.empty() : limits.stream().findFirst();
  }
}
