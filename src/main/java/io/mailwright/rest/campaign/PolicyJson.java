package io.mailwright.rest.campaign;

import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.Canary;
import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import java.math.BigDecimal;
import java.util.Optional;

/** A campaign's caution, and the limits that warm-ups have too, from and to JSON. */
public final class PolicyJson {
  private PolicyJson() {}

  /**
   * The fields {@code urgent}, {@code canary} and {@code breaker} of a campaign.
   *
   * @param now what holds now, for a change
   */
  public static SendPolicy policy(JsonBody body, Optional<SendPolicy> now) {
    return new SendPolicy(
        body.truth("urgent", now.map(SendPolicy::urgent), false),
        body.has("canary")
            ? body.optionalObject("canary")
                .map(
                    canary ->
                        canary(canary, now.flatMap(SendPolicy::canary).orElse(Canary.STANDARD)))
            : now.flatMap(SendPolicy::canary),
        body.has("breaker")
            ? body.optionalObject("breaker")
                .map(
                    breaker ->
                        breaker(breaker, now.flatMap(SendPolicy::breaker).orElse(Breaker.STANDARD)))
            : now.flatMap(SendPolicy::breaker));
  }

  private static Canary canary(JsonBody body, Canary now) {
    Canary canary =
        new Canary(
            percent(body, "percent", "canary.percent", now.percent()),
            body.integer("minimum", Optional.of(now.minimum()), Canary.STANDARD.minimum()),
            body.optionalDuration("wait", Optional.of(now.waiting()))
                .orElse(Canary.STANDARD.waiting()),
            limits(body, "canary.limits", now.limits()));
    body.end();
    return canary;
  }

  private static Breaker breaker(JsonBody body, Breaker now) {
    Breaker breaker =
        new Breaker(
            limits(body, "breaker.limits", now.limits()),
            body.integer("window", Optional.of(now.window()), Breaker.STANDARD.window()),
            body.integer("minimum", Optional.of(now.minimum()), Breaker.STANDARD.minimum()));
    body.end();
    return breaker;
  }

  /**
   * The object {@code limits} of a body.
   *
   * @param place its name with all that stands before it
   * @param now what a part that is left out stays
   */
  public static OutcomeLimits limits(JsonBody body, String place, OutcomeLimits now) {
    return body.optionalObject("limits")
        .map(
            limits -> {
              OutcomeLimits read =
                  new OutcomeLimits(
                      percent(limits, "deferred", place + ".deferred", now.deferred()),
                      percent(limits, "failed", place + ".failed", now.failed()),
                      percent(limits, "complaints", place + ".complaints", now.complaints()));
              limits.end();
              return read;
            })
        .orElse(now);
  }

  private static Percent percent(JsonBody body, String name, String place, Percent now) {
    BigDecimal value = body.optionalDecimal(name, Optional.of(now.value())).orElseGet(now::value);
    return Percent.of(place, value);
  }

  public static JsonAnswer limits(OutcomeLimits limits) {
    return new JsonAnswer()
        .put("deferred", limits.deferred().value())
        .put("failed", limits.failed().value())
        .put("complaints", limits.complaints().value());
  }

  public static Optional<JsonAnswer> canary(SendPolicy policy) {
    return policy
        .canary()
        .map(
            canary ->
                new JsonAnswer()
                    .put("percent", canary.percent().value())
                    .put("minimum", canary.minimum())
                    .put("wait", canary.waiting())
                    .put("limits", limits(canary.limits())));
  }

  public static Optional<JsonAnswer> breaker(SendPolicy policy) {
    return policy
        .breaker()
        .map(
            breaker ->
                new JsonAnswer()
                    .put("limits", limits(breaker.limits()))
                    .put("window", breaker.window())
                    .put("minimum", breaker.minimum()));
  }
}
