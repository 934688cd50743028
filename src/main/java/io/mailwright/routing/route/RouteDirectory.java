package io.mailwright.routing.route;

import io.mailwright.kernel.error.Require;
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

  /**
   * Refuses what is to be set for a route that mails cannot go by, since it would do nothing.
   *
   * @param field that names the route
   * @throws io.mailwright.kernel.error.MailwrightException {@code INVALID_FIELD}
   */
  default void requireInUse(long routeId, String field) {
    if (find(routeId).filter(RouteView::isInUse).isEmpty()) {
      throw Require.refused(
          field, "is no route that mails go by. Give the id of one that /routes shows in use.");
    }
  }
}
