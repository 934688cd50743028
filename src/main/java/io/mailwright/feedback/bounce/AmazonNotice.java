package io.mailwright.feedback.bounce;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.bounce.RefusalJudge.Judgement;
import io.mailwright.feedback.bounce.RefusalJudge.Question;
import io.mailwright.feedback.mail.ReturnedMail;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** Amazon SES's event as JSON, where its notification service sends it as a mail. */
final class AmazonNotice {
  private static final int MOST = 64 * 1024;

  /** The reader goes down by calls, and so could be made to overrun its stack. */
  private static final int MOST_DEPTH = 20;

  private AmazonNotice() {}

  static List<Finding> in(ReturnedMail mail, RefusalJudge judge) {
    return mail.parts("text/plain")
        .findFirst()
        .map(p -> p.text().strip())
        .filter(t -> t.startsWith("{") && t.length() <= MOST && t.contains("\"notificationType\""))
        .map(AmazonNotice::firstObject)
        .map(
            event ->
                switch (event.getString("notificationType", "")) {
                  case "Bounce" -> bounces(object(event, "bounce"), judge);
                  case "Complaint" -> complaints(object(event, "complaint"));
                  default -> List.<Finding>of();
                })
        .orElse(List.of());
  }

  /** Behind the event stand links; what is no JSON is empty. */
  private static JsonObject firstObject(String text) {
    // A mail may break lines within strings.
    String joined = text.replace("\n", "");
    try (JsonReader reader = Json.createReader(new StringReader(upToEnd(joined)))) {
      return reader.readObject();
    } catch (JsonException e) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }

  private static String upToEnd(String text) {
    int depth = 0;
    boolean isString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isString && c == '\\') {
        i++;
      } else if (c == '"') {
        isString = !isString;
      } else if (!isString && (c == '{' || c == '[')) {
        depth++;
        if (depth > MOST_DEPTH) {
          return "";
        }
      } else if (!isString && (c == '}' || c == ']') && --depth == 0) {
        return text.substring(0, i + 1);
      }
    }
    return text;
  }

  private static JsonObject object(JsonObject in, String name) {
    return in.get(name) instanceof JsonObject o ? o : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static List<JsonObject> objects(JsonObject in, String name) {
    List<JsonObject> found = new ArrayList<>();
    if (in.get(name) instanceof jakarta.json.JsonArray array) {
      for (JsonValue value : array) {
        if (value instanceof JsonObject o) {
          found.add(o);
        }
      }
    }
    return found;
  }

  private static String text(JsonObject in, String name) {
    return in.get(name) instanceof JsonString s ? s.getString() : "";
  }

  private static List<Finding> bounces(JsonObject bounce, RefusalJudge judge) {
    String reporter = "{by " + Clue.oneLine(text(bounce, "reportingMTA"), 100) + "} ";
    List<Finding> found = new ArrayList<>();
    for (JsonObject each : objects(bounce, "bouncedRecipients")) {
      String recipient = text(each, "emailAddress");
      String words = text(each, "diagnosticCode");
      Judgement judgement =
          judge.judge(
              new Question(
                  words,
                  RefusalWords.statuses(text(each, "status")).stream().findFirst(),
                  "",
                  "",
                  reporter + "{to " + Addresses.domain(recipient) + "}"));
      // What the server said may be left out: then what Amazon calls it is all there is.
      boolean isDead =
          text(bounce, "bounceType").equals("Permanent")
              && words.isBlank()
              && judgement.reason() == RefusalReason.UNKNOWN;
      found.add(
          new Finding(
              recipient,
              isDead ? FindingKind.HARD : Verdicts.kind(judgement),
              judgement.status(),
              judgement.code(),
              judgement.reason(),
              Clue.oneLine(words.isBlank() ? called(bounce) : words, Finding.MOST_EVIDENCE),
              List.of(
                  Clue.of("bounceType of the event", text(bounce, "bounceType")),
                  Clue.of("status of the event", text(each, "status")),
                  Clue.of("diagnosticCode of the event", words)),
              isDead
                  ? "Amazon SES says that the address does not work"
                  : Verdicts.decidedBy(judgement)));
    }
    return found;
  }

  private static String called(JsonObject bounce) {
    return (text(bounce, "bounceType") + " " + text(bounce, "bounceSubType")).strip();
  }

  private static List<Finding> complaints(JsonObject complaint) {
    List<Clue> clues =
        List.of(
            Clue.of(
                "complaintFeedbackType of the event", text(complaint, "complaintFeedbackType")));
    return objects(complaint, "complainedRecipients").stream()
        .map(
            r ->
                Finding.plain(
                    text(r, "emailAddress"),
                    FindingKind.COMPLAINT,
                    clues,
                    "Amazon SES reports a complaint"))
        .toList();
  }
}
