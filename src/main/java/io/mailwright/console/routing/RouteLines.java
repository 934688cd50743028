package io.mailwright.console.routing;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.routing.quota.QuotaGauge;
import io.mailwright.routing.quota.QuotaGauges;
import io.mailwright.routing.route.RouteDirectory;
import io.mailwright.routing.route.RouteView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads routes with their quotas. */
@RequestScoped
class RouteLines {
  @Inject private RouteDirectory directory;
  @Inject private QuotaGauges gauges;

  /**
   * A page of those that are wanted, by id.
   *
   * @param wanted of a route without its quotas
   */
  Page<RouteLine> page(long after, int rows, Predicate<RouteLine> wanted) {
    PageRequest request = request(OptionalLong.of(after), rows);
    List<RouteView> found = new ArrayList<>();
    OptionalLong from = OptionalLong.of(after);
    do {
      Page<RouteView> page = directory.page(request(from, PageRequest.MAX_LIMIT));
      page.items().stream()
          .filter(view -> wanted.test(new RouteLine(view, List.of())))
          .forEach(found::add);
      from = page.next();
    } while (from.isPresent() && found.size() <= rows);
    Page<RouteView> page =
        Page.of(found.stream().limit(rows + 1L).toList(), request, RouteView::id);
    return new Page<>(lines(page.items()), page.next());
  }

  private static PageRequest request(OptionalLong after, int rows) {
    return new PageRequest(after, rows, false);
  }

  /**
   * One route.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND}
   */
  RouteLine get(long routeId) {
    return lines(List.of(directory.get(routeId))).get(0);
  }

  /** What people call the routes there are, by id. */
  Map<Long, String> names() {
    return directory.page(PageRequest.first(PageRequest.MAX_LIMIT)).items().stream()
        .collect(Collectors.toMap(RouteView::id, RouteView::name));
  }

  private List<RouteLine> lines(List<RouteView> views) {
    Map<Long, List<QuotaGauge>> quotas =
        gauges.ofRoutes(
            views.stream().collect(Collectors.toMap(RouteView::id, RouteView::serverId)));
    return views.stream().map(view -> new RouteLine(view, quotas.get(view.id()))).toList();
  }
}
