package io.mailwright.feedback.review;

import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.evidence.EvidenceFinding;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What stood there before a change was applied, as it is stored with it.
 *
 * @param lifted suppressions that were lifted
 * @param event the event that was taken back
 * @param finding what was noted with the mail
 */
record ReviewUndo(
    List<Suppression> lifted, Optional<FeedbackEvent> event, EvidenceFinding finding) {
  String stored() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    lifted.forEach(suppression -> all.add(json(suppression)));
    JsonObjectBuilder undo =
        Json.createObjectBuilder().add("lifted", all).add("finding", json(finding));
    event.ifPresent(e -> undo.add("event", json(e)));
    return undo.build().toString();
  }

  static ReviewUndo of(String stored) {
    try (var reader = Json.createReader(new StringReader(stored))) {
      JsonObject undo = reader.readObject();
      Optional<FeedbackEvent> event =
          Optional.ofNullable(undo.getJsonObject("event")).map(ReviewUndo::event);
      Instant about = event.map(FeedbackEvent::at).orElse(Instant.EPOCH);
      return new ReviewUndo(
          undo.getJsonArray("lifted").getValuesAs(JsonObject.class).stream()
              .map(one -> suppression(one, about))
              .toList(),
          event,
          finding(undo.getJsonObject("finding")));
    }
  }

  private static JsonObjectBuilder json(Suppression lifted) {
    SuppressionDraft draft = lifted.draft();
    return Json.createObjectBuilder()
        .add("id", lifted.id())
        .add("since", lifted.createdAt().toString())
        .add("email", draft.emailKey())
        .add("listId", draft.listId())
        .add("reason", draft.reason().name())
        .add("source", draft.source())
        .add("note", text(draft.note()))
        .add("evidence", text(draft.evidence()));
  }

  /**
   * @param about when it was made, where that was not stored yet: when what made it came back
   */
  private static Suppression suppression(JsonObject stored, Instant about) {
    return new Suppression(
        number(stored, "id").orElse(0L),
        new SuppressionDraft(
            stored.getString("email"),
            stored.getJsonNumber("listId").longValue(),
            SuppressionReason.valueOf(stored.getString("reason")),
            stored.getString("source"),
            text(stored, "note"),
            text(stored, "evidence")),
        Instant.parse(stored.getString("since", about.toString())));
  }

  private static JsonObjectBuilder json(FeedbackEvent event) {
    return Json.createObjectBuilder()
        .add("kind", event.kind().name())
        .add("campaignId", event.campaignId().orElse(0L))
        .add("email", event.emailKey())
        .add("at", event.at().toString())
        .add("source", event.source())
        .add("detail", text(event.detail()))
        .add("identity", event.identity())
        .add("isAboutSender", event.isAboutSender());
  }

  private static FeedbackEvent event(JsonObject stored) {
    return new FeedbackEvent(
        FeedbackKind.valueOf(stored.getString("kind")),
        number(stored, "campaignId"),
        stored.getString("email"),
        Instant.parse(stored.getString("at")),
        stored.getString("source"),
        text(stored, "detail"),
        stored.getString("identity"),
        stored.getBoolean("isAboutSender", false));
  }

  private static JsonObjectBuilder json(EvidenceFinding finding) {
    return Json.createObjectBuilder()
        .add("email", finding.emailKey())
        .add("kind", finding.kind())
        .add("reason", finding.reason())
        .add("status", text(finding.status()))
        .add("evidence", finding.evidence())
        .add("campaignId", finding.campaignId().orElse(0L))
        .add("deliveryId", finding.deliveryId().orElse(0L))
        .add("knownBy", text(finding.knownBy()))
        .add("isBelieved", finding.isBelieved())
        .add("done", text(finding.done()));
  }

  private static EvidenceFinding finding(JsonObject stored) {
    return new EvidenceFinding(
        stored.getString("email"),
        stored.getString("kind"),
        stored.getString("reason"),
        text(stored, "status"),
        stored.getString("evidence"),
        number(stored, "campaignId"),
        number(stored, "deliveryId"),
        text(stored, "knownBy"),
        stored.getBoolean("isBelieved"),
        text(stored, "done"));
  }

  private static JsonValue text(Optional<String> value) {
    return value.map(v -> (JsonValue) Json.createValue(v)).orElse(JsonValue.NULL);
  }

  private static Optional<String> text(JsonObject stored, String name) {
    return stored.isNull(name) ? Optional.empty() : Optional.of(stored.getString(name));
  }

  private static Optional<Long> number(JsonObject stored, String name) {
    return Optional.ofNullable(stored.getJsonNumber(name))
        .map(JsonNumber::longValue)
        .filter(n -> n > 0);
  }
}
