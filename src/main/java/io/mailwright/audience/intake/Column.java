package io.mailwright.audience.intake;

import io.mailwright.audience.contact.ContactField;

/**
 * A column of the file and what it means to us.
 *
 * @param index position in the record, 0 is the first
 * @param written the header as the file has it, trimmed; may be empty
 * @param role what it means
 * @param name the attribute's name as templates use it: letters, digits and underscores; for the
 *     known columns the role in lower case
 */
public record Column(int index, String written, Role role, String name) {
  /** What a column holds. */
  public enum Role {
    EMAIL,
    NAME,
    LOCALE,
    TIMEZONE,
    ATTRIBUTE;

    /** That of a field which every contact has. */
    static Role of(ContactField field) {
      return switch (field) {
        case EMAIL -> EMAIL;
        case NAME -> NAME;
        case LOCALE -> LOCALE;
        case TIMEZONE -> TIMEZONE;
      };
    }
  }

  /** The header as written, or the column's number (1 is the first) where that is empty. */
  public String label() {
    return written.isEmpty() ? Integer.toString(index + 1) : written;
  }
}
