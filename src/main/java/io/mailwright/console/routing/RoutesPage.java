package io.mailwright.console.routing;

import io.mailwright.kernel.store.Page;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;

/** The list of routes. */
@Named("routesPage")
@ViewScoped
public class RoutesPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 50;

  @Inject private RouteLines routes;

  private long after;
  private long next;
  private transient List<RouteLine> lines;

  /** Reads the page; again on every tick of its clock. */
  public void load() {
    Page<RouteLine> page = routes.page(after, ROWS);
    lines = page.items();
    next = page.next().orElse(0);
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

  public long getAfter() {
    return after;
  }

  public void setAfter(long after) {
    this.after = after;
  }
}
