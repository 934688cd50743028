package io.mailwright.console.report;

import io.mailwright.console.Show;
import io.mailwright.console.Words;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.advice.Advice;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** How reports say things in the language of the page. */
@Named("reportWords")
@RequestScoped
public class ReportWords {
  @Inject private Words words;
  @Inject private Show show;

  /** A piece of advice. */
  public String advice(Advice advice) {
    String better = advice.better().orElse("");
    String key =
        "report.advice." + advice.kind().name() + (isWithoutBetter(advice) ? ".avoid" : "");
    String subject =
        advice.subject().isEmpty() ? words.of("report.all") : show.domain(advice.subject());
    return words.of(
        key,
        subject,
        percent(advice.share()),
        percent(advice.otherShare()),
        advice.bad().orElse(""),
        better,
        advice.evidence());
  }

  private static boolean isWithoutBetter(Advice advice) {
    return advice.kind() == Advice.Kind.HOURS && advice.better().isEmpty();
  }

  /** 31 %, 4.2 %, 0.31 %, 99.98 %. */
  public String percent(double share) {
    return words.of("unit.percent", percent(share, words.locale()));
  }

  /**
   * In percent, with two digits of what is the smaller part, so that it is 0 or 100 only where that
   * is all, and two shares near to either can be told apart.
   *
   * @param share of a whole; above 1 where more came back than went
   */
  static String percent(double share, Locale locale) {
    BigDecimal percent = BigDecimal.valueOf(share * 100);
    BigDecimal smaller = percent.min(BigDecimal.valueOf(100).subtract(percent)).abs();
    int digits = smaller.signum() == 0 ? 0 : 2 - smaller.precision() + smaller.scale();
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setRoundingMode(RoundingMode.HALF_UP);
    format.setMaximumFractionDigits(Math.max(0, digits));
    return format.format(percent);
  }

  /** A part with its base: 31 % of 4,120. Of nothing, a dash. */
  public String share(long part, long base) {
    return base == 0 ? "–" : words.of("report.share", percent((double) part / base), base);
  }

  /** The share alone; of nothing, a dash. */
  public String bare(long part, long base) {
    return base == 0 ? "–" : percent((double) part / base);
  }

  /** A reason's name. */
  public String cause(String code) {
    return code.isEmpty()
        ? "–"
        : words.orElse("bounce.reason." + code.toUpperCase(Locale.ROOT).replace('-', '_'), code);
  }

  /** What a reply was said of: a state of a mail, or what came back. */
  public String kind(String kind) {
    String constant =
        Arrays.stream(DeliveryState.values())
            .filter(state -> state.label().equals(kind))
            .findFirst()
            .map(state -> "delivery." + state.name())
            .orElse("feedback." + kind.toUpperCase(Locale.ROOT).replace('-', '_'));
    return words.orElse(constant, kind);
  }

  /** The zone's name, UTC for all that mean it. */
  public String zone(ZoneId zone) {
    return zone.getId().equals("Z") ? "UTC" : zone.getId();
  }

  /** A moment in a zone: the day, or the hour with its day. */
  public String moment(Instant moment, ZoneId zone, boolean isDay) {
    return DateTimeFormatter.ofPattern(isDay ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", Locale.ROOT)
        .format(moment.atZone(zone));
  }

  /** The short mark below a bar. */
  public String mark(Instant moment, ZoneId zone, boolean isDay) {
    return DateTimeFormatter.ofPattern(isDay ? "MM-dd" : "HH:mm", Locale.ROOT)
        .format(moment.atZone(zone));
  }

  /** Whether machines were seen to open or click. */
  public boolean isReadByMachines(Counts totals) {
    return totals.of(Measure.MACHINE_OPENS) + totals.of(Measure.MACHINE_CLICKS) > 0;
  }

  /** A site as people name it; the one that stands for all small ones. */
  public String site(String displayName) {
    return displayName.equals("*") ? words.of("report.otherSites") : show.domain(displayName);
  }

  /** A route as people name it; the line of what failed before it got one has no name. */
  public String route(CampaignReport.Line line) {
    return line.name().isEmpty() ? words.of("report.noRoute") : line.displayName();
  }
}
