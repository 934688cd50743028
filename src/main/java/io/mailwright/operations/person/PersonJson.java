package io.mailwright.operations.person;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;

/** All that is held about an address as a file to hand over: each kind of record is a list. */
public final class PersonJson {
  private PersonJson() {}

  /** {email, mark, …}, with the sections by their names. */
  public static JsonObject of(PersonRecord person) {
    JsonObjectBuilder all =
        Json.createObjectBuilder().add("email", person.emailKey()).add("mark", person.mark());
    for (PersonRecord.Section section : person.sections()) {
      JsonArrayBuilder rows = Json.createArrayBuilder();
      section.rows().forEach(row -> rows.add(fields(row)));
      all.add(section.name(), rows);
    }
    return all.build();
  }

  private static JsonObjectBuilder fields(Map<?, ?> row) {
    JsonObjectBuilder fields = Json.createObjectBuilder();
    row.forEach((name, value) -> fields.add(name.toString(), json(value)));
    return fields;
  }

  private static JsonValue json(Object value) {
    if (value == null) {
      return JsonValue.NULL;
    }
    if (value instanceof Map<?, ?> nested) {
      return fields(nested).build();
    }
    return value instanceof Long number
        ? Json.createValue(number)
        : Json.createValue(value.toString());
  }
}
