package io.mailwright.console.routing;

import io.mailwright.routing.rate.SilentSites;
import io.mailwright.routing.rate.SiteAllowance;
import io.mailwright.routing.site.Site;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A site as a row.
 *
 * @param rule what the table says of it; empty: it is told by its name alone
 * @param rates what is known of it, by route
 * @param hasHours whether something is known of its hours
 */
public record SiteLine(String name, Optional<Site> rule, List<SiteRate> rates, boolean hasHours) {
  /** Takes the list as it is. */
  public SiteLine {
    rates = List.copyOf(rates);
  }

  /** What people call it. */
  public String displayName() {
    return rule.map(Site::displayName).orElse(name);
  }

  /** Whether something was sent to it, as far as is remembered. */
  public boolean isUsed() {
    return hasHours || !rates.isEmpty();
  }

  /** Whether it asked for less, or leaves mails unanswered. */
  public boolean isLimited() {
    return rates.stream().anyMatch(SiteRate::isLimited);
  }

  /** Whether the product knows it by itself. */
  public boolean isBuiltIn() {
    return rule.filter(Site::builtIn).isPresent();
  }

  /** Whether people made or changed its rule. */
  public boolean isOwn() {
    return rule.filter(Site::changed).isPresent();
  }

  /** How it is if it did not answer by some route: one that is silent says more than a slow one. */
  public Optional<SilentSites.Standing> silence() {
    return rates.stream()
        .flatMap(rate -> rate.silence().stream())
        .min(Comparator.comparing(SilentSites.Standing::isAnswering));
  }

  /** Mails a second by all routes that it limits. */
  public OptionalDouble perSecond() {
    List<Double> told =
        rates.stream()
            .map(rate -> rate.allowance().perSecond())
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .toList();
    return told.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(told.stream().mapToDouble(d -> d).sum());
  }

  /** Connections at the same time by all routes that it limits. */
  public OptionalInt connections() {
    List<Integer> told =
        rates.stream()
            .map(rate -> rate.allowance().connections())
            .filter(OptionalInt::isPresent)
            .map(OptionalInt::getAsInt)
            .toList();
    return told.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(told.stream().mapToInt(n -> n).sum());
  }

  /** Until when some route waits. */
  public Optional<Instant> pausedUntil() {
    return rates.stream()
        .flatMap(rate -> rate.waitsUntil().stream())
        .max(Comparator.naturalOrder());
  }

  /** Its last word on how much it takes. */
  public Optional<String> lastReply() {
    return rates.stream()
        .map(SiteRate::allowance)
        .map(SiteAllowance::lastReply)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** When something was last sent there. */
  public Optional<Instant> usedAt() {
    return rates.stream().map(SiteRate::usedAt).max(Comparator.naturalOrder());
  }

  /**
   * Sorts those that ask for less or do not answer before others that were used, and the rest after
   * them; each by what people call it.
   */
  String order() {
    return (isLimited() ? "0" : isUsed() ? "1" : "2")
        + displayName().toLowerCase(Locale.ROOT)
        + " "
        + name;
  }

  /** Whether a text stands in one of its names or domains. */
  boolean holds(String text) {
    return name.contains(text)
        || displayName().toLowerCase(Locale.ROOT).contains(text)
        || rule.stream()
            .flatMap(r -> Stream.concat(r.domains().stream(), r.mxSuffixes().stream()))
            .anyMatch(domain -> domain.contains(text));
  }
}
