package io.mailwright.console.routing;

import io.mailwright.routing.site.Site;
import io.mailwright.routing.site.SiteRepository;
import io.mailwright.routing.window.HourTable;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The list of sites: those of the table, and those that mails went to. */
@Named("sitesPage")
@ViewScoped
public class SitesPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 50;

  @Inject private SiteRepository sites;
  @Inject private SiteRatesNow rates;
  @Inject private HourTable hours;

  private String text;
  private String show;
  private String after;
  private String next;
  private transient List<SiteLine> lines;

  /** Reads the page; again on every tick of its clock. */
  public void load() {
    Map<String, Site> table =
        sites.all().stream().collect(Collectors.toMap(Site::name, Function.identity()));
    Map<String, List<SiteRate>> known = rates.all();
    Set<String> learned = hours.sites();
    Set<String> names = new TreeSet<>(table.keySet());
    names.addAll(known.keySet());
    names.addAll(learned);
    List<SiteLine> found =
        names.stream()
            .map(
                name ->
                    new SiteLine(
                        name,
                        Optional.ofNullable(table.get(name)),
                        known.getOrDefault(name, List.of()),
                        learned.contains(name)))
            .filter(this::isWanted)
            .sorted(Comparator.comparing(SiteLine::order))
            .filter(line -> after == null || line.order().compareTo(after) > 0)
            .limit(ROWS + 1L)
            .toList();
    lines = found.size() > ROWS ? found.subList(0, ROWS) : found;
    next = found.size() > ROWS ? lines.get(ROWS - 1).order() : null;
  }

  private boolean isWanted(SiteLine line) {
    String wanted = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    return (wanted.isEmpty() || line.holds(wanted))
        && switch (show == null ? "" : show) {
          case "limited" -> line.isLimited();
          case "used" -> line.isUsed();
          case "own" -> line.isOwn();
          default -> true;
        };
  }

  /** The sites of this page: those that ask for less first, then those that were used. */
  public List<SiteLine> getLines() {
    if (lines == null) {
      load();
    }
    return lines;
  }

  /** What the list can be narrowed to. */
  public List<String> getChoices() {
    return List.of("limited", "used", "own");
  }

  /** Whether the list is narrowed. */
  public boolean isNarrowed() {
    return (text != null && !text.isBlank()) || (show != null && !show.isEmpty());
  }

  /** What the next page goes on after; null if there is none. */
  public String getNext() {
    return next;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public String getShow() {
    return show;
  }

  public void setShow(String show) {
    this.show = show;
  }

  public String getAfter() {
    return after;
  }

  public void setAfter(String after) {
    this.after = after;
  }
}
