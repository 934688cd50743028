package io.mailwright.console.routing;

import io.mailwright.console.Show;
import io.mailwright.console.Words;
import io.mailwright.routing.quota.QuotaRule;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.text.NumberFormat;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/** Says limits, days and hours in the language of the page. */
@Named("routingWords")
@RequestScoped
public class RoutingWords {
  @Inject private Words words;
  @Inject private Show show;

  /** 40 a minute; 3 a day from 09:00 Asia/Shanghai. */
  public String limit(QuotaRule rule) {
    String key = "quota.per." + rule.per().name();
    String limit = words.of(key, rule.limit());
    return rule.reset()
        .map(reset -> words.of("quota.from", limit, reset.at().toString(), reset.zone().getId()))
        .orElse(limit);
  }

  /** A day of a warm-up's curve in one line. */
  public String day(WarmUpChart.Day day) {
    return words.of(
            "warmUp.day",
            day.date().toString(),
            number(day.planned()),
            day.used().isPresent() ? number(day.allowed()) : "–",
            day.used().isPresent() ? show.number(day.used().getAsLong()) : "–")
        + day.why().map(why -> " · " + words.said(why)).orElse("");
  }

  private String number(OptionalLong mails) {
    return mails.isPresent() ? show.number(mails.getAsLong()) : words.of("warmUp.unlimited");
  }

  /** An hour of the week in one line, with the number of observations. */
  public String cell(String day, HeatMap.Cell cell) {
    String hour = day + " " + cell.hour() + "–" + (cell.hour() + 1);
    if (cell.count().observations() == 0) {
      return words.of("site.cell.none", hour);
    }
    String text =
        words.of(
            cell.level() == 0 ? "site.cell.few" : "site.cell",
            hour,
            share(cell.count().acceptedShare()),
            Math.round(cell.count().latency()),
            cell.count().observations());
    return cell.isPeak() ? text + " · " + words.of("site.heat.isPeak") : text;
  }

  /** A part of one in percent: 99.5 %. */
  public String share(double part) {
    NumberFormat format = NumberFormat.getNumberInstance(words.locale());
    format.setMaximumFractionDigits(1);
    return words.of("unit.percent", format.format(part * 100));
  }

  /** A zone's name. */
  public String zone(ZoneId id) {
    return id.equals(ZoneOffset.UTC) ? "UTC" : id.getId();
  }
}
