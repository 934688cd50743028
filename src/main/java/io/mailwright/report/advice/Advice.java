package io.mailwright.report.advice;

import java.util.Locale;
import java.util.Optional;

/**
 * A sentence that numbers carry.
 *
 * @param subject the site's name, or empty for the whole
 * @param share what is too high, 0 to 1
 * @param otherShare what it is compared with: the other hours, the other route, or what is usual
 * @param bad the hours or the route to avoid
 * @param better the hours or the route to prefer
 * @param evidence how many mails or tries {@code share} was counted of
 */
public record Advice(
    Kind kind,
    String subject,
    double share,
    double otherShare,
    Optional<String> bad,
    Optional<String> better,
    long evidence) {
  /** What is advised. */
  public enum Kind {
    /** Other hours at a site. */
    HOURS,
    /** Another route to a site. */
    ROUTE,
    /** Cleaner addresses. */
    ADDRESSES,
    /** Fewer complaints. */
    COMPLAINTS
  }

  /** In English. */
  public String text() {
    return switch (kind) {
      case HOURS ->
          "%s deferred %s of tries between %s, %s at other hours%s; evidence %s."
              .formatted(
                  subject,
                  percent(share),
                  bad.orElseThrow().replace("–", " and "),
                  percent(otherShare),
                  better
                      .map(hours -> ": prefer " + hours.replace("–", " to "))
                      .orElse(": avoid these"),
                  count("tries"));
      case ROUTE ->
          "%s deferred or refused %s over %s, and %s over %s in the same hours: prefer the latter; evidence %s."
              .formatted(
                  subject,
                  percent(share),
                  bad.orElseThrow(),
                  percent(otherShare),
                  better.orElseThrow(),
                  count("tries"));
      case ADDRESSES ->
          "%s of the mails%s were refused for good or came back, more than %s: check where these addresses come from; evidence %s."
              .formatted(percent(share), toSubject(), percent(otherShare), count("mails"));
      case COMPLAINTS ->
          "%s of those who got the mail%s complained; providers expect less than %s: write only to who asked for it, and less often; evidence %s."
              .formatted(percent(share), toSubject(), percent(otherShare), count("mails"));
    };
  }

  private String toSubject() {
    return subject.isEmpty() ? "" : " to " + subject;
  }

  private String count(String what) {
    return String.format(Locale.ROOT, "%,d %s", evidence, what);
  }

  /** A share as people write it: 31 %, 4.2 %, 0.31 %. */
  public static String percent(double share) {
    double percent = share * 100;
    String pattern = percent >= 10 ? "%.0f %%" : percent >= 1 ? "%.1f %%" : "%.2f %%";
    return String.format(Locale.ROOT, pattern, percent);
  }
}
