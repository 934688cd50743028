package io.mailwright.rest.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.campaign.RetryRule;
import io.mailwright.campaign.SendRate;
import io.mailwright.campaign.Tracking;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.feedback.event.FeedbackCounts;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.campaign.CampaignProgress;
import io.mailwright.operations.notice.NoticeKind;
import io.mailwright.operations.notice.NoticeWishes;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Campaigns from and to JSON. */
public final class CampaignJson {
  private CampaignJson() {}

  /**
   * A draft from a body.
   *
   * @param now what holds now, for a change
   */
  static CampaignDraft draft(JsonBody body, Optional<CampaignDraft> now) {
    body.notYet("segment");
    String name = body.text("name", now.map(CampaignDraft::name));
    Set<Long> listIds =
        new TreeSet<>(
            body.numbers("listIds", now.map(d -> List.copyOf(d.listIds())).orElse(List.of())));
    long templateId = body.number("templateId", now.map(CampaignDraft::templateId));
    CampaignDraft.Sender from = from(body, now.map(CampaignDraft::from));
    Optional<EmailAddress> replyTo = address(body, "replyTo", now.flatMap(CampaignDraft::replyTo));
    Optional<EmailAddress> envelopeSender =
        address(body, "envelopeSender", now.flatMap(CampaignDraft::envelopeSender));
    long poolId = body.number("poolId", now.map(CampaignDraft::poolId));
    Optional<Duration> interval =
        body.optionalDuration("interval", now.flatMap(CampaignDraft::interval));
    Optional<SendRate> rate = RateJson.rate(body, now.flatMap(CampaignDraft::rate));
    RetryRule retry = retry(body, now.map(CampaignDraft::retry).orElse(RetryRule.STANDARD));
    OnAmbiguous onAmbiguous =
        body.word(
            "onAmbiguous",
            OnAmbiguous.class,
            Optional.of(now.map(CampaignDraft::onAmbiguous).orElse(OnAmbiguous.HOLD)));
    int workers =
        body.integer("workers", now.map(CampaignDraft::workers), CampaignDraft.DEFAULT_WORKERS);
    int weight =
        body.integer("weight", now.map(CampaignDraft::weight), CampaignDraft.DEFAULT_WEIGHT);
    SendPolicy policy = PolicyJson.policy(body, now.map(CampaignDraft::policy));
    Optional<Instant> startAt =
        body.optionalInstant("startAt", now.flatMap(CampaignDraft::startAt));
    Optional<String> cron = body.optionalText("cron", now.flatMap(CampaignDraft::cron));
    WindowRule window = WindowJson.rule(body, now.map(CampaignDraft::window));
    // A zone that goes with what is taken away need not be taken away too.
    boolean needsZone = cron.isPresent() || !window.isAnyTime();
    Optional<ZoneId> zone =
        body.optionalText(
                "zone",
                now.flatMap(CampaignDraft::zone).filter(kept -> needsZone).map(ZoneId::getId))
            .map(text -> CampaignDraft.zone("zone", text));
    List<EmailAddress> notices =
        body.has("notify")
            ? body.texts("notify", List.of()).stream()
                .map(text -> CampaignDraft.address("notify", text))
                .toList()
            : now.map(CampaignDraft::noticesTo).orElse(List.of());
    Tracking tracking = tracking(body, now.map(CampaignDraft::tracking).orElse(Tracking.OFF));
    body.end();
    return new CampaignDraft(
        name,
        listIds,
        templateId,
        from,
        replyTo,
        envelopeSender,
        poolId,
        interval,
        rate,
        retry,
        onAmbiguous,
        workers,
        weight,
        policy,
        startAt,
        cron,
        zone,
        notices,
        window,
        tracking);
  }

  private static CampaignDraft.Sender from(JsonBody body, Optional<CampaignDraft.Sender> now) {
    if (!body.has("from") && now.isPresent()) {
      return now.get();
    }
    JsonBody from =
        body.optionalObject("from")
            .orElseThrow(() -> Require.refused("from", "is missing. Give {address, name}."));
    EmailAddress address =
        CampaignDraft.address(
            "from.address", from.text("address", now.map(sender -> sender.address().written())));
    Optional<String> name = from.optionalText("name", now.flatMap(CampaignDraft.Sender::name));
    from.end();
    return new CampaignDraft.Sender(address, name);
  }

  private static Optional<EmailAddress> address(
      JsonBody body, String field, Optional<EmailAddress> now) {
    return body.has(field)
        ? body.optionalText(field, Optional.empty()).map(text -> CampaignDraft.address(field, text))
        : now;
  }

  private static RetryRule retry(JsonBody body, RetryRule now) {
    if (!body.has("retry")) {
      return now;
    }
    return body.optionalObject("retry")
        .map(
            retry -> {
              int attempts =
                  retry.integer(
                      "attempts", Optional.of(now.attempts()), RetryRule.STANDARD.attempts());
              Duration first =
                  retry
                      .optionalDuration("firstDelay", Optional.of(now.firstDelay()))
                      .orElse(RetryRule.STANDARD.firstDelay());
              Duration age =
                  retry
                      .optionalDuration("maxAge", Optional.of(now.maxAge()))
                      .orElse(RetryRule.STANDARD.maxAge());
              retry.end();
              return new RetryRule(attempts, first, age);
            })
        .orElse(RetryRule.STANDARD);
  }

  private static Tracking tracking(JsonBody body, Tracking now) {
    if (!body.has("tracking")) {
      return now;
    }
    return body.optionalObject("tracking")
        .map(
            wanted -> {
              Tracking tracking =
                  new Tracking(
                      wanted.truth("opens", Optional.of(now.opens()), false),
                      wanted.truth("clicks", Optional.of(now.clicks()), false),
                      wanted.truth("privacy", Optional.of(now.privacy()), true));
              wanted.end();
              return tracking;
            })
        .orElse(Tracking.OFF);
  }

  private static JsonAnswer tracking(Tracking tracking) {
    return new JsonAnswer()
        .put("opens", tracking.opens())
        .put("clicks", tracking.clicks())
        .put("privacy", tracking.privacy());
  }

  /** All there is to say of a campaign. */
  static JsonAnswer json(Campaign campaign, CampaignProgress progress, FeedbackCounts feedback) {
    CampaignDraft draft = campaign.draft();
    return new JsonAnswer()
        .put("id", campaign.id())
        .put("version", campaign.version())
        .put("name", campaign.name())
        .put("state", campaign.state())
        .put("why", campaign.why())
        .put("counts", counts(progress.counts()))
        .put("feedback", feedback(campaign.id(), feedback))
        .put("rate", progress.ratePerSecond())
        .put("eta", progress.eta())
        .put("etaBy", progress.etaBy())
        .put("resumeAt", progress.resumeAt())
        .put("listIds", draft.listIds())
        .put("templateId", campaign.templateId())
        .put("templateVersion", campaign.templateNo())
        .put(
            "from",
            new JsonAnswer()
                .put("address", campaign.fromAddress())
                .put("name", campaign.fromName()))
        .put("replyTo", campaign.replyTo())
        .put("envelopeSender", campaign.envelopeSender())
        .put("poolId", campaign.poolId())
        .put("interval", campaign.interval())
        .put("rateLimit", campaign.rate().map(RateJson::json))
        .put(
            "retry",
            new JsonAnswer()
                .put("attempts", campaign.retry().attempts())
                .put("firstDelay", campaign.retry().firstDelay())
                .put("maxAge", campaign.retry().maxAge()))
        .put("onAmbiguous", campaign.onAmbiguous())
        .put("workers", campaign.workers())
        .put("weight", campaign.weight())
        .put("urgent", campaign.policy().urgent())
        .put("canary", PolicyJson.canary(campaign.policy()))
        .put("breaker", PolicyJson.breaker(campaign.policy()))
        .put("startAt", campaign.startAt())
        .put("cron", campaign.cron())
        .put("zone", draft.zone())
        .put("window", WindowJson.json(campaign.window()))
        .put("tracking", tracking(campaign.tracking()))
        .put("notify", draft.noticesTo().stream().map(EmailAddress::written).toList())
        .put(
            "notifyKinds",
            NoticeWishes.kinds(campaign.notices()).stream().map(NoticeKind::word).toList())
        .put("owner", campaign.owner())
        .put("clonedFrom", campaign.clonedFrom())
        .put("createdAt", campaign.createdAt())
        .put("startedAt", campaign.startedAt())
        .put("endedAt", campaign.endedAt());
  }

  /** Every state's count and their total. */
  public static Map<String, Long> counts(DeliveryCounts counts) {
    Map<String, Long> byName = new LinkedHashMap<>();
    byName.put("total", counts.total());
    for (DeliveryState state : DeliveryState.values()) {
      byName.put(camelCase(state), counts.of(state));
    }
    return byName;
  }

  private static String camelCase(DeliveryState state) {
    String word = Require.word(state);
    int dash = word.indexOf('-');
    return dash < 0
        ? word
        : word.substring(0, dash)
            + Character.toUpperCase(word.charAt(dash + 1))
            + word.substring(dash + 2);
  }

  /** Recipients, each once, whatever the kind. */
  private static JsonAnswer feedback(long campaignId, FeedbackCounts counts) {
    return new JsonAnswer()
        .put("hardBounce", counts.of(campaignId, FeedbackKind.HARD_BOUNCE).recipients())
        .put("softBounce", counts.of(campaignId, FeedbackKind.SOFT_BOUNCE).recipients())
        .put("complaint", counts.of(campaignId, FeedbackKind.COMPLAINT).recipients())
        .put("unsubscribe", counts.of(campaignId, FeedbackKind.UNSUBSCRIBE).recipients())
        .put("open", counts.of(campaignId, FeedbackKind.OPEN).recipients())
        .put("click", counts.of(campaignId, FeedbackKind.CLICK).recipients());
  }
}
