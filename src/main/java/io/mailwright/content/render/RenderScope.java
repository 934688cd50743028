package io.mailwright.content.render;

import io.mailwright.audience.contact.ContactField;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The root of what a template can see: a map of names to strings. What rendering itself needs hangs
 * on it out of the template's reach, because templates read map entries only.
 */
final class RenderScope extends AbstractMap<String, String> {
  private final Recipient recipient;
  private final RenderBudget budget;
  private Set<Map.Entry<String, String>> entries;

  RenderScope(Recipient recipient, RenderBudget budget) {
    this.recipient = recipient;
    this.budget = budget;
  }

  @Override
  public String get(Object key) {
    String name = (String) key;
    return switch (name) {
      case "email" -> recipient.email();
      case "name" -> recipient.name();
      case "locale" -> recipient.locale();
      case "timezone" -> recipient.timezone();
      case Recipient.UNSUBSCRIBE_URL -> recipient.unsubscribeUrl();
      default -> attributeOrHeading(name);
    };
  }

  /**
   * An attribute; where there is none, not even in another case, the field that the file's heading
   * of that name became.
   */
  private String attributeOrHeading(String name) {
    Map<String, String> attributes = recipient.attributes();
    String attribute = attributes.get(name);
    return attribute != null || attributes.keySet().stream().anyMatch(name::equalsIgnoreCase)
        ? attribute
        : ContactField.ofVariable(name).map(this::field).orElse(null);
  }

  private String field(ContactField field) {
    return switch (field) {
      case EMAIL -> recipient.email();
      case NAME -> recipient.name();
      case LOCALE -> recipient.locale();
      case TIMEZONE -> recipient.timezone();
    };
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  /** The contact's fields, then the attributes by name, so that a loop has one order everywhere. */
  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    if (entries == null) {
      entries = Collections.unmodifiableMap(all()).entrySet();
    }
    return entries;
  }

  private Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("email", recipient.email());
    all.put("name", recipient.name());
    all.put("locale", recipient.locale());
    all.put("timezone", recipient.timezone());
    recipient.attributes().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(attribute -> all.putIfAbsent(attribute.getKey(), attribute.getValue()));
    return all;
  }

  RenderBudget budget() {
    return budget;
  }

  /** The recipient's locale, or the neutral one where unknown or malformed. */
  Locale locale() {
    return Locale.forLanguageTag(recipient.locale().replace('_', '-'));
  }

  String timezone() {
    return recipient.timezone();
  }

  /** Nothing: {@code {{this}}} must not print a whole contact past the escaping. */
  @Override
  public String toString() {
    return "";
  }
}
