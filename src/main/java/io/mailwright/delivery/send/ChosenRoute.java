package io.mailwright.delivery.send;

import io.mailwright.routing.route.RouteHealth;

/** A route with the leave to use it. */
record ChosenRoute(Route route, RouteHealth.Pass pass) {}
