package io.mailwright.audience.contact;

import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonWriter;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A contact's attributes as they are stored: a JSON object (RFC 8259) whose values are strings, in
 * the order of the columns. No attributes are stored as null.
 */
public final class AttributeJson {
  /** Kept: {@code Json}'s own methods look the provider up in all jars at every call. */
  private static final JsonProvider JSON = JsonProvider.provider();

  private AttributeJson() {}

  /**
   * @return null for none
   */
  public static String write(Map<String, String> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    var object = JSON.createObjectBuilder();
    attributes.forEach(object::add);
    StringWriter text = new StringWriter();
    try (JsonWriter writer = JSON.createWriter(text)) {
      writer.writeObject(object.build());
    }
    return text.toString();
  }

  /**
   * @param stored null for none
   */
  public static Map<String, String> read(String stored) {
    if (stored == null || stored.isEmpty()) {
      return Map.of();
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    try (JsonReader reader = JSON.createReader(new StringReader(stored))) {
      reader
          .readObject()
          .forEach((name, value) -> attributes.put(name, ((JsonString) value).getString()));
    }
    return Collections.unmodifiableMap(attributes);
  }
}
