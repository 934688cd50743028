package io.mailwright.routing.governor;

import io.mailwright.routing.rate.SiteRates;

/** What sites take by each route, as they have shown. */
public record RateGate(SiteRates rates) implements Gate {
  @Override
  public GateAnswer take(Ask ask) {
    if (!rates.isLimited(ask.site(), ask.routeId())) {
      return GateAnswer.FREE;
    }
    return GateAnswer.of(rates.take(ask), () -> rates.giveBack(ask.site(), ask.routeId()));
  }
}
