package io.mailwright.rest.campaign;

import io.mailwright.campaign.RateUnit;
import io.mailwright.campaign.SendRate;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import java.util.Optional;

/** A sending rate from and to JSON. */
final class RateJson {
  private RateJson() {}

  /** A rate that may be missing, {limit, per}. */
  static Optional<SendRate> rate(JsonBody body, Optional<SendRate> now) {
    if (!body.has("rate")) {
      return now;
    }
    return body.optionalObject("rate")
        .map(
            rate -> {
              long limit = rate.number("limit", now.map(SendRate::limit));
              RateUnit per = rate.word("per", RateUnit.class, now.map(SendRate::per));
              rate.end();
              return new SendRate(limit, per);
            });
  }

  static JsonAnswer json(SendRate rate) {
    return new JsonAnswer().put("limit", rate.limit()).put("per", rate.per());
  }
}
