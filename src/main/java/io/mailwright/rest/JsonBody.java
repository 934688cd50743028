package io.mailwright.rest;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A JSON object of a request, read field by field and strictly: a field of the wrong type is
 * refused with its name, and {@link #end} refuses what nobody asked for.
 *
 * <p>For changes each method takes what holds now: a field that is left out keeps it, null clears
 * it.
 */
public final class JsonBody {
  /** More than any long has. */
  private static final int MOST_DIGITS = 19;

  private static final int MOST_SHOWN = 40;

  private final JsonObject object;
  private final String path;
  private final Set<String> known = new HashSet<>();

  public JsonBody(JsonObject object) {
    this(object, "");
  }

  private JsonBody(JsonObject object, String path) {
    this.object = object;
    this.path = path;
  }

  /** Whether the field was sent, be it as null. */
  public boolean has(String name) {
    known.add(name);
    return object.containsKey(name);
  }

  private Optional<JsonValue> value(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name)).filter(v -> v != JsonValue.NULL);
  }

  /** A text that must be there, unless something holds now. */
  public String text(String name, Optional<String> now) {
    return has(name) || now.isEmpty()
        ? value(name).map(v -> asText(name, v)).orElseThrow(() -> missing(name))
        : now.get();
  }

  /** A text that may be missing. */
  public Optional<String> optionalText(String name, Optional<String> now) {
    return has(name) ? value(name).map(v -> asText(name, v)) : now;
  }

  /** A whole number that must be there, unless something holds now. */
  public long number(String name, Optional<Long> now) {
    return has(name) || now.isEmpty()
        ? value(name).map(v -> asNumber(name, v)).orElseThrow(() -> missing(name))
        : now.get();
  }

  /** A whole number that may be missing. */
  public Optional<Long> optionalNumber(String name, Optional<Long> now) {
    return has(name) ? value(name).map(v -> asNumber(name, v)) : now;
  }

  /**
   * A number that fits an int; its range is checked by whoever takes it.
   *
   * @param otherwise what holds without one
   */
  public int integer(String name, Optional<Integer> now, int otherwise) {
    Optional<Integer> value =
        has(name) ? optionalNumber(name, Optional.empty()).map(n -> asInteger(name, n)) : now;
    return value.orElse(otherwise);
  }

  /** A number with decimals that may be missing. */
  public Optional<BigDecimal> optionalDecimal(String name, Optional<BigDecimal> now) {
    return has(name) ? value(name).map(v -> asDecimal(name, v)) : now;
  }

  private BigDecimal asDecimal(String name, JsonValue value) {
    if (value instanceof JsonNumber number) {
      BigDecimal given = number.bigDecimalValue();
      // One of very many digits is not worked with only to see that it is too long.
      if (given.precision() > MOST_DIGITS || Math.abs(given.scale()) > MOST_DIGITS) {
        throw Require.refused(path + name, "has more digits than are accepted here.");
      }
      return given;
    }
    throw wrongType(name, "a number");
  }

  /**
   * A truth value.
   *
   * @param otherwise what holds without one
   */
  public boolean truth(String name, Optional<Boolean> now, boolean otherwise) {
    return (has(name) ? value(name).map(v -> asTruth(name, v)) : now).orElse(otherwise);
  }

  /** One word of an enum that must be there, unless something holds now. */
  public <E extends Enum<E>> E word(String name, Class<E> type, Optional<E> now) {
    return has(name) || now.isEmpty()
        ? Require.oneOf(path + name, text(name, Optional.empty()), type)
        : now.get();
  }

  /** A duration of ISO 8601, such as {@code PT0.5S}. */
  public Optional<Duration> optionalDuration(String name, Optional<Duration> now) {
    return has(name)
        ? optionalText(name, Optional.empty())
            .map(
                text -> {
                  try {
                    return Duration.parse(text.strip());
                  } catch (DateTimeException e) {
                    throw Require.refused(
                        path + name, "is not a duration. Give one such as PT0.5S, PT5M or P2D.");
                  }
                })
        : now;
  }

  /** A point in time of ISO 8601 with an offset or Z. */
  public Optional<Instant> optionalInstant(String name, Optional<Instant> now) {
    return has(name)
        ? optionalText(name, Optional.empty())
            .map(
                text -> {
                  try {
                    OffsetDateTime time = OffsetDateTime.parse(text.strip());
                    Require.range(path + name + "'s year", time.getYear(), 1970, 9999);
                    return time.toInstant();
                  } catch (DateTimeException e) {
                    throw Require.refused(
                        path + name,
                        "is not a time with an offset. Give one such as 2026-12-01T09:00:00Z.");
                  }
                })
        : now;
  }

  /** An object inside this one; the caller ends it. */
  public Optional<JsonBody> optionalObject(String name) {
    return value(name)
        .map(
            v -> {
              if (v instanceof JsonObject nested) {
                return new JsonBody(nested, path + name + ".");
              }
              throw wrongType(name, "an object");
            });
  }

  /** An array of objects; each is ended here. */
  public <T> List<T> objects(String name, BiFunction<JsonBody, String, T> reader, List<T> now) {
    if (!has(name)) {
      return now;
    }
    List<T> items = new ArrayList<>();
    for (JsonValue item : array(name)) {
      String place = path + name + "[" + items.size() + "]";
      if (!(item instanceof JsonObject nested)) {
        throw Require.refused(place, "must be an object.");
      }
      JsonBody body = new JsonBody(nested, place + ".");
      items.add(reader.apply(body, place));
      body.end();
    }
    return items;
  }

  /** An array of texts. */
  public List<String> texts(String name, List<String> now) {
    if (!has(name)) {
      return now;
    }
    List<String> items = new ArrayList<>();
    for (JsonValue item : array(name)) {
      items.add(asText(name + "[" + items.size() + "]", item));
    }
    return items;
  }

  /** An array of whole numbers. */
  public List<Long> numbers(String name, List<Long> now) {
    if (!has(name)) {
      return now;
    }
    List<Long> items = new ArrayList<>();
    for (JsonValue item : array(name)) {
      items.add(asNumber(name + "[" + items.size() + "]", item));
    }
    return items;
  }

  /** Names and texts of an object, in their order; numbers and truth values become text. */
  public Optional<java.util.Map<String, String>> optionalMap(String name) {
    return value(name)
        .map(
            v -> {
              if (!(v instanceof JsonObject nested)) {
                throw wrongType(name, "an object");
              }
              java.util.Map<String, String> map = new java.util.LinkedHashMap<>();
              nested.forEach((key, item) -> map.put(key, asScalar(name + "." + key, item)));
              return map;
            });
  }

  /**
   * Refuses fields whose work comes later, rather than accept and ignore them.
   *
   * @throws MailwrightException {@link ErrorCode#FIELD_NOT_AVAILABLE}
   */
  public JsonBody notYet(String... names) {
    for (String name : names) {
      if (has(name)) {
        throw MailwrightException.ofField(
            ErrorCode.FIELD_NOT_AVAILABLE,
            path + name,
            path + name + " does not work yet. Nothing was changed; leave it out.");
      }
    }
    return this;
  }

  /**
   * Refuses what nobody asked for.
   *
   * @throws MailwrightException {@link ErrorCode#UNKNOWN_FIELD} with the first such name
   */
  public void end() {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        String shown = path + name.substring(0, Math.min(100, name.length()));
        throw MailwrightException.ofField(
            ErrorCode.UNKNOWN_FIELD,
            shown,
            shown + " is not known here. Nothing was changed; correct its name or leave it out.");
      }
    }
  }

  private JsonArray array(String name) {
    JsonValue value = value(name).orElse(JsonValue.EMPTY_JSON_ARRAY);
    if (value instanceof JsonArray array) {
      return array;
    }
    throw wrongType(name, "an array");
  }

  private String asText(String name, JsonValue value) {
    if (value instanceof JsonString text) {
      return text.getString();
    }
    throw wrongType(name, "a text");
  }

  private String asScalar(String name, JsonValue value) {
    return switch (value.getValueType()) {
      case STRING -> ((JsonString) value).getString();
      case NUMBER, TRUE, FALSE -> value.toString();
      case NULL -> "";
      case ARRAY, OBJECT -> throw wrongType(name, "a text");
    };
  }

  private long asNumber(String name, JsonValue value) {
    if (value instanceof JsonNumber number) {
      BigDecimal given = number.bigDecimalValue();
      if (given.signum() != 0 && given.stripTrailingZeros().scale() > 0) {
        throw wrongType(name, "a whole number");
      }
      // One of very many digits is not written out only to see that it is too long.
      if (given.precision() - given.scale() > MOST_DIGITS) {
        throw tooLarge(name, given);
      }
      try {
        return given.longValueExact();
      } catch (ArithmeticException e) {
        throw tooLarge(name, given);
      }
    }
    throw wrongType(name, "a whole number");
  }

  private int asInteger(String name, long number) {
    if (number != (int) number) {
      throw tooLarge(name, BigDecimal.valueOf(number));
    }
    return (int) number;
  }

  private boolean asTruth(String name, JsonValue value) {
    if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
      return value == JsonValue.TRUE;
    }
    throw wrongType(name, "true or false");
  }

  private MailwrightException tooLarge(String name, BigDecimal given) {
    String digits = given.toString();
    String shown = digits.length() > MOST_SHOWN ? digits.substring(0, MOST_SHOWN) + "…" : digits;
    return Require.refused(
        path + name, "is " + shown + "; no number of that size is accepted here.");
  }

  private MailwrightException wrongType(String name, String wanted) {
    return Require.refused(path + name, "must be " + wanted + ".");
  }

  private MailwrightException missing(String name) {
    return Require.refused(path + name, "is missing.");
  }
}
