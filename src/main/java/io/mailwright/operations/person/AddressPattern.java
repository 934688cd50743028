package io.mailwright.operations.person;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.text.Unspaced;
import java.net.IDN;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An address as texts may have it: normalised, and as lists wrote it, in any case. It is not found
 * in a longer address. Immutable.
 */
final class AddressPattern {
  /** What stands in the place of the address. */
  static final String GONE = "(erased)";

  /**
   * What stands before it: no part of a longer address. Signs that addresses may have and hardly
   * have, such as an apostrophe, count as what texts put around addresses; so does an escape of a
   * URL.
   */
  private static final String BEFORE = "(?:(?<![%s._+\\-])|(?<=%%[0-9A-Fa-f]{2}))";

  private static final String BEHIND = "(?![%1$s\\-]|\\.[%1$s])";

  private static final String LETTERS = "\\p{L}\\p{N}";

  /** East Asian texts put no space around an address, so their letters do not make it longer. */
  private static final String SPACED_LETTERS =
      "[\\p{L}\\p{N}&&[^\\x{2E80}-\\x{D7FF}\\x{F900}-\\x{FFEF}\\x{20000}-\\x{3FFFF}]]";

  private final Set<String> spellings;
  private final Pattern pattern;

  AddressPattern(Collection<String> spellings) {
    this.spellings =
        spellings.stream()
            .map(spelling -> spelling.toLowerCase(Locale.ROOT))
            .flatMap(AddressPattern::forms)
            .collect(Collectors.toCollection(TreeSet::new));
    this.pattern =
        Pattern.compile(
            this.spellings.stream().map(AddressPattern::alone).collect(Collectors.joining("|")),
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String alone(String spelling) {
    return BEFORE.formatted(lettersNextTo(spelling.charAt(0)))
        + Pattern.quote(spelling)
        + BEHIND.formatted(lettersNextTo(spelling.charAt(spelling.length() - 1)));
  }

  private static String lettersNextTo(char edge) {
    return Unspaced.is(edge) ? LETTERS : SPACED_LETTERS;
  }

  /** As it is, as in a URL, and with its domain as people read it. */
  private static Stream<String> forms(String spelling) {
    int at = spelling.lastIndexOf('@');
    String read =
        spelling.substring(0, at + 1)
            + IDN.toUnicode(spelling.substring(at + 1)).toLowerCase(Locale.ROOT);
    return Stream.of(spelling, read, spelling.replace("@", "%40"));
  }

  /** With all that lists and imports wrote for it. */
  static AddressPattern of(Database database, String emailKey) {
    return new AddressPattern(database.query(connection -> spellings(connection, emailKey)));
  }

  private static List<String> spellings(Connection connection, String emailKey)
      throws SQLException {
    List<String> all = new ArrayList<>(List.of(emailKey));
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT email FROM contact WHERE email_key = ? UNION SELECT email FROM import_row WHERE email_key = ?")) {
      select.setString(1, emailKey);
      select.setString(2, emailKey);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          all.add(row.getString(1));
        }
      }
    }
    return all;
  }

  /** All spellings, in lower case. */
  Set<String> spellings() {
    return spellings;
  }

  /** Values for {@code LOWER(text) LIKE ? ESCAPE '!'}; what they find may be a longer address. */
  List<String> likes() {
    return spellings.stream()
        .map(s -> "%" + s.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%")
        .toList();
  }

  /** Whether a text has it. */
  boolean isIn(String text) {
    return text != null && pattern.matcher(text).find();
  }

  /** The text without it. */
  String takenFrom(String text) {
    return pattern.matcher(text).replaceAll(Matcher.quoteReplacement(GONE));
  }
}
