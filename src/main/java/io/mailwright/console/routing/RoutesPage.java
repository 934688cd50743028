package io.mailwright.console.routing;

import io.mailwright.kernel.store.Page;
import io.mailwright.routing.route.HealthState;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/** The list of routes. */
@Named("routesPage")
@ViewScoped
public class RoutesPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 50;

  @Inject private RouteLines routes;

  private String text;
  private String show;
  private long after;
  private long next;
  private transient List<RouteLine> lines;

  /** Reads the page; again on every tick of its clock. */
  public void load() {
    Page<RouteLine> page = routes.page(after, ROWS, this::isWanted);
    lines = page.items();
    next = page.next().orElse(0);
  }

  private boolean isWanted(RouteLine line) {
    return (text == null || line.holds(text.strip().toLowerCase(Locale.ROOT)))
        && switch (show == null ? "" : show) {
          case "trouble" -> line.isInTrouble();
          case "out" -> line.view().condition().state() == HealthState.OUT;
          case "used" -> line.view().lastSentAt().isPresent();
          default -> true;
        };
  }

  /** What the list can be narrowed to. */
  public List<String> getChoices() {
    return List.of("trouble", "out", "used");
  }

  /** Whether the list is narrowed. */
  public boolean isNarrowed() {
    return (text != null && !text.isBlank()) || (show != null && !show.isEmpty());
  }

  /** The routes of this page, by id. */
  public List<RouteLine> getLines() {
    if (lines == null) {
      load();
    }
    return lines;
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
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

  public long getAfter() {
    return after;
  }

  public void setAfter(long after) {
    this.after = after;
  }
}
