package io.mailwright.feedback.feed;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A JSON object from outside, of which nothing is certain. */
final class FeedJson {
  private static final JsonProvider JSON = JsonProvider.provider();

  /** The parser goes down by calls. */
  private static final int MOST_DEPTH = 30;

  private static final double LATEST_SECOND = 253_402_300_799.0;

  private final JsonObject object;

  private FeedJson(JsonObject object) {
    this.object = object;
  }

  static FeedJson object(byte[] body) throws FeedRefusal {
    return object(decoded(body));
  }

  static FeedJson object(String text) throws FeedRefusal {
    if (parsed(text) instanceof JsonObject object) {
      return new FeedJson(object);
    }
    throw FeedRefusal.malformed("the body is not a JSON object");
  }

  /** The objects of an array, or the object alone. */
  static List<FeedJson> oneOrMore(byte[] body) throws FeedRefusal {
    JsonValue value = parsed(decoded(body));
    if (value instanceof JsonObject object) {
      return List.of(new FeedJson(object));
    }
    if (value instanceof JsonArray array) {
      return elements(array);
    }
    throw FeedRefusal.malformed("the body is neither a JSON object nor an array");
  }

  private static String decoded(byte[] body) throws FeedRefusal {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw FeedRefusal.malformed("the body is not UTF-8");
    }
  }

  private static JsonValue parsed(String text) throws FeedRefusal {
    if (isDeep(text)) {
      throw FeedRefusal.malformed("the body is nested too deeply");
    }
    try (JsonReader reader = JSON.createReader(new StringReader(text))) {
      return reader.readValue();
    } catch (RuntimeException e) {
      // Besides its own the parser throws what numbers throw that are too long.
      throw FeedRefusal.malformed("the body is not JSON");
    }
  }

  private static boolean isDeep(String text) {
    int depth = 0;
    boolean isString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isString && c == '\\') {
        i++;
      } else if (c == '"') {
        isString = !isString;
      } else if (!isString && (c == '{' || c == '[') && ++depth > MOST_DEPTH) {
        return true;
      } else if (!isString && (c == '}' || c == ']')) {
        depth--;
      }
    }
    return false;
  }

  /** What is no object counts as an empty one, so that places stay right. */
  private static List<FeedJson> elements(JsonArray array) {
    return array.stream()
        .map(v -> new FeedJson(v instanceof JsonObject o ? o : JsonValue.EMPTY_JSON_OBJECT))
        .toList();
  }

  /** An object within; empty if there is none. */
  FeedJson in(String name) {
    return new FeedJson(object.get(name) instanceof JsonObject o ? o : JsonValue.EMPTY_JSON_OBJECT);
  }

  boolean has(String name) {
    return object.containsKey(name);
  }

  boolean isArray(String name) {
    return object.get(name) instanceof JsonArray;
  }

  List<FeedJson> objects(String name) {
    return object.get(name) instanceof JsonArray array ? elements(array) : List.of();
  }

  /** The texts of an array; a text alone is one. */
  List<String> texts(String name) {
    Stream<JsonValue> values =
        object.get(name) instanceof JsonArray array
            ? array.stream()
            : Stream.ofNullable(object.get(name));
    return values
        .filter(JsonString.class::isInstance)
        .map(v -> ((JsonString) v).getString())
        .toList();
  }

  /** A text or number; empty if there is none. */
  String text(String name) {
    JsonValue value = object.get(name);
    if (value instanceof JsonString s) {
      return s.getString();
    }
    return value instanceof JsonNumber n ? n.toString() : "";
  }

  boolean isTrue(String name) {
    return object.get(name) == JsonValue.TRUE;
  }

  /** A text that must be there. */
  String required(String name) throws FeedRefusal {
    String text = text(name).strip();
    if (text.isEmpty()) {
      throw FeedRefusal.malformed(name + " is missing");
    }
    return text;
  }

  /** A time: seconds since 1970, or ISO 8601 with its offset. */
  Optional<Instant> time(String name) throws FeedRefusal {
    String text = text(name).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(time(name, text));
  }

  static Instant time(String name, String text) throws FeedRefusal {
    try {
      if (text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
        double seconds = Double.parseDouble(text);
        if (seconds > LATEST_SECOND) {
          throw FeedRefusal.malformed(name + " is not a time");
        }
        return Instant.ofEpochMilli((long) (seconds * 1000));
      }
      Instant time = OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
      if (time.isBefore(Instant.EPOCH) || time.getEpochSecond() > LATEST_SECOND) {
        throw FeedRefusal.malformed(name + " is not a time");
      }
      return time;
    } catch (DateTimeException e) {
      throw FeedRefusal.malformed(name + " is not a time");
    }
  }
}
