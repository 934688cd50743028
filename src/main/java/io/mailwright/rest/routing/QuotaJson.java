package io.mailwright.rest.routing;

import io.mailwright.campaign.RateUnit;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.routing.quota.DailyReset;
import io.mailwright.routing.quota.QuotaRule;
import java.util.Optional;

/** Limits of mails in a time, from and to JSON. */
final class QuotaJson {
  private QuotaJson() {}

  /**
   * The fields {limit, per, resetAt?, zone?}; the caller ends the body.
   *
   * @param now what holds now, for a change
   */
  static QuotaRule rule(JsonBody body, Optional<QuotaRule> now) {
    long limit = body.number("limit", now.map(QuotaRule::limit));
    RateUnit per = body.word("per", RateUnit.class, now.map(QuotaRule::per));
    Optional<DailyReset> reset = now.flatMap(QuotaRule::reset);
    Optional<String> at = body.optionalText("resetAt", reset.map(r -> r.at().toString()));
    // Without its time of day the zone that was kept says nothing any more.
    Optional<String> kept = at.flatMap(text -> reset.map(r -> r.zone().getId()));
    Optional<String> zone = body.optionalText("zone", kept);
    return new QuotaRule(limit, per, DailyReset.of(at, zone));
  }

  static JsonAnswer json(QuotaRule rule) {
    return put(new JsonAnswer(), rule);
  }

  static JsonAnswer put(JsonAnswer answer, QuotaRule rule) {
    return answer
        .put("limit", rule.limit())
        .put("per", rule.per())
        .put("resetAt", rule.reset().map(r -> r.at().toString()))
        .put("zone", rule.reset().map(DailyReset::zone));
  }
}
