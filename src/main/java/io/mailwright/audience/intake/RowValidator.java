package io.mailwright.audience.intake;

import io.mailwright.audience.intake.Column.Role;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.text.SafeCell;
import java.time.ZoneId;
import java.util.Collections;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes or rejects a record. Stateless and thread-safe; the first fault found is the one told. */
public final class RowValidator {
  /** The longest name, in characters. */
  public static final int MAX_NAME = 200;

  /** The longest value of an attribute, in characters. */
  public static final int MAX_VALUE = 4_000;

  /** Names and values of all attributes of a record together, in UTF-16 units. */
  public static final int MAX_ATTRIBUTES = 500_000;

  private static final int MAX_LOCALE = 35;
  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  /** Zones by their name in lower case: people write europe/berlin. */
  private static final Map<String, String> ZONES =
      ZoneId.getAvailableZoneIds().stream()
          .filter(id -> !id.startsWith("SystemV/"))
          .collect(Collectors.toMap(id -> id.toLowerCase(Locale.ROOT), Function.identity()));

  /**
   * The recipient in a record.
   *
   * @throws RejectedRow with the column, its value and the reason
   */
  public ValidRow validate(RawRow row) throws RejectedRow {
    Header header = row.header();
    EmailAddress address = address(row, header.email());
    Optional<String> name = Optional.empty();
    Optional<String> locale = Optional.empty();
    Optional<String> timezone = Optional.empty();
    Map<String, String> attributes = new LinkedHashMap<>();
    long size = 0;
    for (Column column : header.columns()) {
      String raw = row.value(column);
      if (column.role() == Role.EMAIL || raw.isBlank()) {
        continue;
      }
      String value = text(row, column, raw);
      if (value.isEmpty()) {
        continue;
      }
      switch (column.role()) {
        case EMAIL -> throw new IllegalStateException("The address is checked first");
        case NAME -> name = Optional.of(name(row, column, value));
        case LOCALE -> locale = Optional.of(locale(row, column, value));
        case TIMEZONE -> timezone = Optional.of(timezone(row, column, value));
        case ATTRIBUTE -> {
          attributes.put(column.name(), attribute(row, column, value));
          size += column.name().length() + value.length();
        }
      }
      if (size > MAX_ATTRIBUTES) {
        throw rejected(row, column, value, RowFault.ATTRIBUTES_TOO_LONG);
      }
    }
    return new ValidRow(
        row.line(), address, name, locale, timezone, Collections.unmodifiableMap(attributes));
  }

  private static EmailAddress address(RawRow row, Column column) throws RejectedRow {
    String value = row.value(column);
    // Files that were written here have a quote before what a spreadsheet would run.
    AddressVerdict verdict = EmailAddress.check(SafeCell.plain(value));
    if (verdict instanceof AddressVerdict.Refused refused) {
      throw rejected(row, column, value, new RejectReason.BadAddress(refused.reason()));
    }
    return ((AddressVerdict.Accepted) verdict).address();
  }

  /** Line ends of every kind become LF; other control characters, but tab, are refused. */
  private static String text(RawRow row, Column column, String raw) throws RejectedRow {
    StringBuilder out = null;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean isLineEnd = c == '\r' || c == '\u000B' || c == '\f' || c == '\u0085';
      if (isLineEnd && out == null) {
        out = new StringBuilder(raw.length()).append(raw, 0, i);
      }
      if (out != null) {
        if (!isLineEnd) {
          out.append(c);
        } else if (c != '\r' || i + 1 == raw.length() || raw.charAt(i + 1) != '\n') {
          out.append('\n');
        }
      }
      if (!isLineEnd) {
        refuseBad(row, column, raw, i);
      }
    }
    return (out == null ? raw : out.toString()).strip();
  }

  private static void refuseBad(RawRow row, Column column, String raw, int i) throws RejectedRow {
    char c = raw.charAt(i);
    if (c == 0) {
      throw rejected(row, column, raw, RowFault.NUL_CHARACTER);
    }
    if (c != '\n' && c != '\t' && Character.getType(c) == Character.CONTROL) {
      throw rejected(row, column, raw, RowFault.CONTROL_CHARACTER);
    }
    if (Character.isSurrogate(c) && !isInPair(raw, i)) {
      throw rejected(row, column, raw, RowFault.BROKEN_CHARACTER);
    }
  }

  private static boolean isInPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  /** A name goes into a header field, so it is one line. */
  private static String name(RawRow row, Column column, String value) throws RejectedRow {
    String name = value.replaceAll("[\\n\\t\\u2028\\u2029]+", " ");
    if (name.codePointCount(0, name.length()) > MAX_NAME) {
      throw rejected(row, column, value, RowFault.NAME_TOO_LONG);
    }
    return name;
  }

  private static String locale(RawRow row, Column column, String value) throws RejectedRow {
    String tag = value.replace('_', '-');
    try {
      Locale locale = new Locale.Builder().setLanguageTag(tag).build();
      String language = locale.getLanguage();
      boolean isKnown =
          language.length() == 3 || (language.length() == 2 && LANGUAGES.contains(language));
      if (isKnown && tag.length() <= MAX_LOCALE) {
        return locale.toLanguageTag();
      }
    } catch (IllformedLocaleException e) {
      // What the JDK says of the tag is in its own words; ours name what would be right.
      throw rejected(row, column, value, RowFault.UNKNOWN_LOCALE);
    }
    throw rejected(row, column, value, RowFault.UNKNOWN_LOCALE);
  }

  private static String timezone(RawRow row, Column column, String value) throws RejectedRow {
    String zone = ZONES.get(value.toLowerCase(Locale.ROOT));
    if (zone == null) {
      throw rejected(row, column, value, RowFault.UNKNOWN_TIMEZONE);
    }
    return zone;
  }

  private static String attribute(RawRow row, Column column, String value) throws RejectedRow {
    if (value.codePointCount(0, value.length()) > MAX_VALUE) {
      throw rejected(row, column, value, RowFault.VALUE_TOO_LONG);
    }
    return value;
  }

  private static RejectedRow rejected(
      RawRow row, Column column, String value, RejectReason reason) {
    return new RejectedRow(new Rejection(row.line(), column.label(), value, reason));
  }
}
