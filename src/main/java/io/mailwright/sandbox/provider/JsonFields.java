package io.mailwright.sandbox.provider;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads an object's fields, each once; {@link #end} refuses those that nobody asked for, so that a
 * misspelt name is found. Everything refuses with {@link IllegalArgumentException}.
 */
final class JsonFields {
  private static final double LONGEST_SECONDS = 3.2e9;

  private final JsonObject object;
  private final TreeSet<String> unread;

  JsonFields(JsonValue value, String what) {
    if (!(value instanceof JsonObject given)) {
      throw new IllegalArgumentException(what + " must be an object");
    }
    object = given;
    unread = new TreeSet<>(given.keySet());
  }

  private Optional<JsonValue> value(String name) {
    unread.remove(name);
    return Optional.ofNullable(object.get(name));
  }

  Optional<String> text(String name) {
    return value(name).map(value -> textOf(value, name));
  }

  Optional<Double> number(String name) {
    return value(name).map(value -> numberOf(value, name).doubleValue());
  }

  Optional<Integer> integer(String name) {
    return value(name)
        .map(
            value -> {
              try {
                return numberOf(value, name).bigDecimalValue().intValueExact();
              } catch (ArithmeticException e) {
                throw new IllegalArgumentException(name + " must be a whole number", e);
              }
            });
  }

  Optional<Duration> seconds(String name) {
    return number(name).map(number -> duration(name, number));
  }

  Optional<Duration> millis(String name) {
    return number(name).map(number -> duration(name, number / 1000));
  }

  /** The members of a list; none if it is missing. */
  List<JsonValue> list(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof JsonArray array) {
                return List.copyOf(array);
              }
              throw new IllegalArgumentException(name + " must be a list in [ ]");
            })
        .orElse(List.of());
  }

  List<String> texts(String name) {
    return list(name).stream().map(value -> textOf(value, name)).toList();
  }

  /** The fields of an object within; none if it is missing. */
  JsonFields object(String name) {
    return new JsonFields(value(name).orElse(JsonValue.EMPTY_JSON_OBJECT), name);
  }

  /** Refuses what was not read. */
  void end() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException("there is no \"" + unread.first() + "\" here");
    }
  }

  private static String textOf(JsonValue value, String name) {
    if (value instanceof JsonString string) {
      return string.getString();
    }
    throw new IllegalArgumentException(name + " must be text in quotes");
  }

  private static JsonNumber numberOf(JsonValue value, String name) {
    if (value instanceof JsonNumber number) {
      return number;
    }
    throw new IllegalArgumentException(name + " must be a number");
  }

  private static Duration duration(String name, double seconds) {
    if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
      throw new IllegalArgumentException(name + " must be from 0 to 100 years");
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
