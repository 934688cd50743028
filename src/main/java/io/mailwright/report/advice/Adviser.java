package io.mailwright.report.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Gives the advice that the numbers of a report carry. */
public final class Adviser {
  /** Hours of sites that are not told apart tell nothing of any. */
  private static final String OTHERS = "*";

  static final long LEAST_MAILS = 400;
  static final double MOST_LOST = 0.05;
  static final double MOST_COMPLAINTS = 0.001;

  private static final int MOST_OF_A_KIND = 5;

  private Adviser() {}

  /**
   * How many mails there were, and what became of them.
   *
   * @param name empty for the whole
   * @param settled accepted or refused for good
   * @param lost refused for good, or came back as dead
   */
  public record Mails(String name, long accepted, long settled, long lost, long complaints) {}

  /**
   * All advice, of each kind that with most evidence first.
   *
   * @param seen by site, hour and route
   * @param whole all mails
   * @param sites the mails of sites
   * @param siteName what people call a site
   * @param routeName what people call a route
   */
  public static List<Advice> of(
      List<Observation> seen,
      Mails whole,
      List<Mails> sites,
      UnaryOperator<String> siteName,
      LongFunction<String> routeName) {
    Map<String, List<Observation>> bySite =
        seen.stream()
            .filter(one -> !one.site().equals(OTHERS))
            .collect(Collectors.groupingBy(Observation::site, TreeMap::new, Collectors.toList()));
    List<Advice> advice = new ArrayList<>();
    bySite.forEach(
        (site, ofSite) -> {
          String name = siteName.apply(site);
          HourAdvice.of(name, ofSite).ifPresent(advice::add);
          RouteAdvice.of(name, ofSite, routeName).ifPresent(advice::add);
        });
    advice.addAll(perSiteOrWhole(whole, sites, siteName, Adviser::addresses));
    advice.addAll(perSiteOrWhole(whole, sites, siteName, Adviser::complaints));
    return advice.stream()
        .collect(Collectors.groupingBy(Advice::kind, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .flatMap(
            kind ->
                kind.stream()
                    .sorted(Comparator.comparingLong(Advice::evidence).reversed())
                    .limit(MOST_OF_A_KIND))
        .toList();
  }

  /** What is true of the whole is not said again of its parts. */
  private static List<Advice> perSiteOrWhole(
      Mails whole,
      List<Mails> sites,
      UnaryOperator<String> siteName,
      BiFunction<String, Mails, Optional<Advice>> rule) {
    Optional<Advice> ofWhole = rule.apply("", whole);
    return ofWhole.isPresent()
        ? List.of(ofWhole.get())
        : sites.stream()
            .flatMap(site -> rule.apply(siteName.apply(site.name()), site).stream())
            .toList();
  }

  private static Optional<Advice> addresses(String name, Mails mails) {
    return ratio(Advice.Kind.ADDRESSES, name, mails.lost(), mails.settled(), MOST_LOST);
  }

  private static Optional<Advice> complaints(String name, Mails mails) {
    return ratio(
        Advice.Kind.COMPLAINTS, name, mails.complaints(), mails.accepted(), MOST_COMPLAINTS);
  }

  /** Not by chance: the least share that is likely is above what is usual. */
  private static Optional<Advice> ratio(
      Advice.Kind kind, String name, long hits, long of, double most) {
    return of >= LEAST_MAILS && Proportions.atLeast(hits, of) > most
        ? Optional.of(
            new Advice(
                kind,
                name,
                Proportions.share(hits, of),
                most,
                Optional.empty(),
                Optional.empty(),
                of))
        : Optional.empty();
  }
}
