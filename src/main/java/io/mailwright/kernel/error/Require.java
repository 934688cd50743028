package io.mailwright.kernel.error;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Checks of single values that a person or a script gave. Each refuses with {@link
 * ErrorCode#INVALID_FIELD} and the field's name, so that every way in says the same.
 */
public final class Require {
  private Require() {}

  /**
   * A line of text that must be there.
   *
   * @param field the name as the caller writes it
   * @param value what was given, may be null
   * @param longest characters at most
   * @return the value without the spaces around it
   */
  public static String line(String field, String value, int longest) {
    String text = value == null ? "" : value.strip();
    if (text.isEmpty()) {
      throw refused(field, "is missing. Give a text of 1 to " + longest + " characters.");
    }
    return printable(field, text, longest);
  }

  /**
   * A line of text that may be missing.
   *
   * @param value what was given; null, empty and blank mean none
   * @return the value without the spaces around it, or null
   */
  public static String optionalLine(String field, String value, int longest) {
    return value == null || value.isBlank() ? null : printable(field, value.strip(), longest);
  }

  /**
   * A text that is not too long; it may have several lines.
   *
   * @param longest UTF-16 units at most
   */
  public static void most(String field, String text, int longest) {
    if (text.length() > longest) {
      throw refused(
          field, "has " + text.length() + " characters; at most " + longest + " are accepted.");
    }
  }

  private static String printable(String field, String text, int longest) {
    most(field, text, longest);
    if (text.codePoints().anyMatch(Require::breaksLine)) {
      throw refused(
          field, "holds a control character, a line break or half a character. Remove it.");
    }
    return text;
  }

  /**
   * Whether a character would end a line or be no character: control characters, line and paragraph
   * separators, half a surrogate pair.
   *
   * @param c a code point
   */
  public static boolean breaksLine(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /**
   * A whole number within limits, both inclusive.
   *
   * @return the value
   */
  public static long range(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw refused(field, "is " + value + "; it must be from " + least + " to " + most + ".");
    }
    return value;
  }

  /** A list within limits of length, both inclusive. */
  public static void count(String field, Collection<?> list, int least, int most) {
    if (list.size() < least || list.size() > most) {
      throw refused(
          field, "must hold " + least + " to " + most + " entries, and holds " + list.size() + ".");
    }
  }

  /**
   * One of an enum's constants, by the word that {@link #word} gives it; upper and lower case are
   * the same.
   *
   * @param value what was given, may be null
   */
  public static <E extends Enum<E>> E oneOf(String field, String value, Class<E> type) {
    return oneOf(field, value, List.of(type.getEnumConstants()), Require::word);
  }

  /**
   * One of several, by its word.
   *
   * @param value in any case; may be null, which is none of them
   * @throws MailwrightException {@link ErrorCode#INVALID_FIELD}, with all words
   */
  public static <T> T oneOf(
      String field, String value, Collection<T> all, Function<T, String> word) {
    String given = value == null ? "" : value.strip();
    return all.stream()
        .filter(one -> word.apply(one).equalsIgnoreCase(given))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    field,
                    "must be one of: " + String.join(", ", all.stream().map(word).toList()) + "."));
  }

  /**
   * Several checks of which each is made, so that a person can mend all that is wrong at once.
   *
   * @param checks each throws {@link MailwrightException} to refuse
   * @throws MailwrightException the first refusal; the others are suppressed in it
   */
  public static void all(Runnable... checks) {
    MailwrightException first = null;
    for (Runnable check : checks) {
      try {
        check.run();
      } catch (MailwrightException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** A constant as the outside contract writes it: {@code HARD_BOUNCE} is {@code hard-bounce}. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of all constants, in their order. */
  public static <E extends Enum<E>> List<String> words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Require::word).toList();
  }

  /**
   * The refusal of a field.
   *
   * @param what what is wrong with it and what would be right; goes after the field's name
   */
  public static MailwrightException refused(String field, String what) {
    return MailwrightException.ofField(ErrorCode.INVALID_FIELD, field, field + " " + what);
  }
}
