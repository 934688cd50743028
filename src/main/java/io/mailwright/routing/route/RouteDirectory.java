package io.mailwright.routing.route;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.util.Optional;

/** The routes there are: those in use, and those that something was sent over. Thread-safe. */
public interface RouteDirectory {
  /** A page by id. */
  Page<RouteView> page(PageRequest request);

  /** The route with this id. */
  Optional<RouteView> find(long routeId);

  /**
   * The route with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND}
   */
  RouteView get(long routeId);
}
