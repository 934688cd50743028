package io.mailwright.content.render;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The values a template can use of one contact. Everything is text; nothing else of the application
 * is within a template's reach.
 *
 * @param email the address as it was imported
 * @param name the person's name; empty when unknown
 * @param locale a BCP 47 tag such as {@code zh-CN}; empty when unknown
 * @param timezone an IANA zone such as {@code Asia/Shanghai}; empty when unknown
 * @param attributes the contact's other columns by name; one named like a field above is hidden by
 *     that field
 * @param unsubscribeUrl where the recipient leaves; empty where it cannot
 */
public record Recipient(
    String email,
    String name,
    String locale,
    String timezone,
    Map<String, String> attributes,
    String unsubscribeUrl) {

  /** The variable with the recipient's own link. */
  public static final String UNSUBSCRIBE_URL = "unsubscribeUrl";

  /** The variables every contact has; all others are attributes. */
  public static final Set<String> FIELDS =
      Set.of("email", "name", "locale", "timezone", UNSUBSCRIBE_URL);

  /** Refuses nulls, in the attributes too. */
  public Recipient {
    Objects.requireNonNull(email, "email");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(locale, "locale");
    Objects.requireNonNull(timezone, "timezone");
    Objects.requireNonNull(unsubscribeUrl, "unsubscribeUrl");
    attributes = Map.copyOf(attributes);
  }

  /** Without a link. */
  public Recipient(
      String email, String name, String locale, String timezone, Map<String, String> attributes) {
    this(email, name, locale, timezone, attributes, "");
  }
}
