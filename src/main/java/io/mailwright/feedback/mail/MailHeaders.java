package io.mailwright.feedback.mail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Header fields by name, in the order of the mail; names are matched without regard to case. */
public final class MailHeaders {
  private final Map<String, List<String>> fields;

  private MailHeaders(Map<String, List<String>> fields) {
    this.fields = fields;
  }

  static final class Builder {
    private final Map<String, List<String>> fields = new HashMap<>();

    void add(String name, String value) {
      fields
          .computeIfAbsent(name.strip().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(value.strip());
    }

    MailHeaders build() {
      return new MailHeaders(Map.copyOf(fields));
    }
  }

  /** Reads a block of header lines, also a damaged one: lines that are no field are left out. */
  public static MailHeaders parse(String block) {
    Builder headers = new Builder();
    String name = null;
    StringBuilder value = new StringBuilder();
    for (String line : (Iterable<String>) block.lines()::iterator) {
      if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
        value.append(' ').append(line.strip());
      } else {
        if (name != null) {
          headers.add(name, value.toString());
        }
        int colon = line.indexOf(':');
        name = colon > 0 && line.indexOf(' ') != 0 ? line.substring(0, colon) : null;
        value.setLength(0);
        value.append(line, colon + 1, line.length());
      }
    }
    if (name != null) {
      headers.add(name, value.toString());
    }
    return headers.build();
  }

  /** The first field of this name. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** All fields of this name. */
  public List<String> all(String name) {
    return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** Whether there is a field of this name. */
  public boolean has(String name) {
    return fields.containsKey(name.toLowerCase(Locale.ROOT));
  }

  public boolean isEmpty() {
    return fields.isEmpty();
  }
}
