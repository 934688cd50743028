package io.mailwright.audience.contact;

import io.mailwright.kernel.text.AttributeName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What every contact has, with the column headings that mean it. A template may name a field by any
 * of them: people write the heading of their own file.
 */
public enum ContactField {
  EMAIL(
      "email",
      "e-mail",
      "e_mail",
      "mail",
      "email address",
      "e-mail address",
      "email_address",
      "emailaddress",
      "邮箱",
      "邮箱地址",
      "电子邮件",
      "电子邮箱",
      "电子邮件地址",
      "邮件地址"),
  NAME("name", "full name", "full_name", "fullname", "姓名"),
  LOCALE("locale", "语言标签"),
  TIMEZONE("timezone", "time zone", "time_zone", "时区");

  private static final Map<String, ContactField> BY_HEADING = new HashMap<>();
  private static final Map<String, ContactField> BY_VARIABLE = new HashMap<>();

  static {
    for (ContactField field : values()) {
      for (String heading : field.headings) {
        BY_HEADING.put(heading, field);
        BY_VARIABLE.put(AttributeName.of(heading), field);
      }
    }
  }

  private final List<String> headings;

  ContactField(String... headings) {
    this.headings = Arrays.asList(headings);
  }

  /** Its own name in files and templates. */
  public String plainName() {
    return headings.get(0);
  }

  /** The field that a column's heading means; case and spaces around do not count. */
  public static Optional<ContactField> ofHeading(String written) {
    return Optional.ofNullable(BY_HEADING.get(folded(written)));
  }

  /**
   * The field that a template's variable means.
   *
   * @param variable a heading as {@link AttributeName} writes it
   */
  public static Optional<ContactField> ofVariable(String variable) {
    return Optional.ofNullable(BY_VARIABLE.get(folded(variable)));
  }

  private static String folded(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
