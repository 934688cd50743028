package io.mailwright.rest;

import io.mailwright.kernel.error.Require;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Builds a JSON object in the order in which it is filled. What is empty becomes null, so that an
 * answer always has the same fields; times are ISO 8601 in UTC, enums their words.
 */
public final class JsonAnswer {
  /** Kept: {@code Json}'s own methods look the provider up in all jars at every call. */
  private static final JsonProvider JSON = JsonProvider.provider();

  private final JsonObjectBuilder object = JSON.createObjectBuilder();

  public JsonAnswer put(String name, Object value) {
    object.add(name, json(value));
    return this;
  }

  /** Leaves the field out when it is empty. */
  public JsonAnswer putIfPresent(String name, Optional<?> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  public JsonObject build() {
    return object.build();
  }

  private static JsonValue json(Object value) {
    if (value == null) {
      return JsonValue.NULL;
    }
    if (value instanceof Optional<?> optional) {
      return json(optional.orElse(null));
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? JSON.createValue(optional.getAsInt()) : JsonValue.NULL;
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? JSON.createValue(optional.getAsLong()) : JsonValue.NULL;
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? JSON.createValue(optional.getAsDouble()) : JsonValue.NULL;
    }
    if (value instanceof JsonValue already) {
      return already;
    }
    if (value instanceof JsonAnswer nested) {
      return nested.build();
    }
    if (value instanceof Boolean truth) {
      return truth ? JsonValue.TRUE : JsonValue.FALSE;
    }
    if (value instanceof Integer || value instanceof Long) {
      return JSON.createValue(((Number) value).longValue());
    }
    if (value instanceof Number number) {
      return JSON.createValue(number.doubleValue());
    }
    if (value instanceof Enum<?> constant) {
      return JSON.createValue(Require.word(constant));
    }
    if (value instanceof Collection<?> items) {
      JsonArrayBuilder array = JSON.createArrayBuilder();
      items.forEach(item -> array.add(json(item)));
      return array.build();
    }
    if (value instanceof Map<?, ?> map) {
      JsonAnswer nested = new JsonAnswer();
      map.forEach((key, entry) -> nested.put(key.toString(), entry));
      return nested.build();
    }
    if (value instanceof CharSequence
        || value instanceof Instant
        || value instanceof Duration
        || value instanceof ZoneId) {
      return JSON.createValue(value.toString());
    }
    throw new IllegalArgumentException("No JSON for " + value.getClass());
  }
}
