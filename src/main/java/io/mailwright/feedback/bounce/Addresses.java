package io.mailwright.feedback.bounce;

import io.mailwright.kernel.text.Unspaced;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses in running text and in header values, found from their {@code @} on: the time grows
 * with the text's length only, whatever a forger writes.
 */
final class Addresses {
  private static final int MOST = 1_000;
  private static final int MOST_LOCAL = 200;
  private static final int MOST_DOMAIN = 253;

  private static final String NEVER_IN_LOCAL = "<>\"'():;,[]@|";

  /** Scripts that put a space between a domain and the next word. */
  private static final Set<Character.UnicodeScript> SPACED =
      EnumSet.of(
          Character.UnicodeScript.LATIN,
          Character.UnicodeScript.GREEK,
          Character.UnicodeScript.CYRILLIC,
          Character.UnicodeScript.INHERITED);

  private static final String MAILTO = "mailto:";

  /** The type of an address that is not ASCII (RFC 6533 section 3). */
  private static final String UTF_8 = "utf-8";

  /** How an address that is not ASCII is written in a report that is (RFC 6533 section 3). */
  private static final Pattern ESCAPED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})\\}");

  private static final Pattern XTEXT = Pattern.compile("\\+([2-7][0-9A-F])");

  private Addresses() {}

  /** Where an address stands in a text. */
  record Place(int start, int end) {
    String in(String text) {
      return text.substring(start, end);
    }
  }

  /** What makes two spellings the same mailbox for a notice. */
  static String key(String address) {
    return address.toLowerCase(Locale.ROOT);
  }

  /**
   * The addresses in running text; what stands before {@code =} is no part of them: {@code
   * to=ann@example.net}.
   *
   * @param most how many are looked for
   */
  static List<Place> inText(String text, int most) {
    return places(text, most, true);
  }

  /** The addresses in a header, where {@code =} may stand in a return path for {@code @}. */
  static List<Place> inHeader(String value) {
    return places(value, MOST, false);
  }

  private static List<Place> places(String text, int most, boolean isRunningText) {
    List<Place> found = new ArrayList<>();
    for (int at = text.indexOf('@');
        at >= 0 && found.size() < most;
        at = text.indexOf('@', at + 1)) {
      int start = localStart(text, at, isRunningText);
      int end = domainEnd(text, at, isRunningText);
      if (start < at && end > at + 1 && isLetterOrDigit(text.charAt(at + 1))) {
        found.add(new Place(start, end));
      }
    }
    return found;
  }

  private static int localStart(String text, int at, boolean isRunningText) {
    int start = at;
    int word = -1;
    while (start > 0 && at - start < MOST_LOCAL && isLocal(text.charAt(start - 1))) {
      if (isRunningText && text.charAt(start - 1) == '=') {
        break;
      }
      if (isRunningText && word < 0 && endsUnspaced(text, start, at)) {
        word = start;
      }
      start--;
    }
    // In brackets it is all of the address; else a word of Chinese or the like stands before it.
    boolean isWhole = word < 0 || (start > 0 && text.charAt(start - 1) == '<');
    return isWhole ? start : word;
  }

  private static int domainEnd(String text, int at, boolean isRunningText) {
    int end = at + 1;
    while (end < text.length()
        && end - at <= MOST_DOMAIN
        && isDomain(text, end)
        && !(isRunningText && isNextWord(text, at, end))) {
      end++;
    }
    while (end > at + 1 && !isLetterOrDigit(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /**
   * Whether a word begins that is no part of the domain before it: of a script that puts no space
   * there, behind a domain that is complete ({@code ann@example.net}, and not {@code ann@m}).
   */
  private static boolean isNextWord(String text, int at, int end) {
    char c = text.charAt(end);
    if (c < 0x80 || SPACED.contains(Character.UnicodeScript.of(c))) {
      return false;
    }
    int label = end;
    while (label > at + 1 && isAlphanumeric(text.charAt(label - 1))) {
      label--;
    }
    return end - label >= 2 && label > at + 2 && text.charAt(label - 1) == '.';
  }

  /** Beyond ASCII letters and digits only: no quotes of other languages, no hard spaces. */
  private static boolean isLocal(char c) {
    return c < 0x80 ? c > ' ' && c < 0x7F && NEVER_IN_LOCAL.indexOf(c) < 0 : isLetterOrDigit(c);
  }

  /** Of any script, with the marks that belong to its letters. */
  private static boolean isLetterOrDigit(char c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.SURROGATE
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /** Whether a local part in ASCII begins here, right behind a word of Chinese or the like. */
  private static boolean endsUnspaced(String text, int start, int at) {
    return start < at && text.charAt(start) < 0x80 && Unspaced.is(text.charAt(start - 1));
  }

  /** Two dots in a row end it: {@code ann@example.net...User unknown}. */
  private static boolean isDomain(String text, int at) {
    char c = text.charAt(at);
    return isLetterOrDigit(c) || c == '-' || (c == '.' && text.charAt(at - 1) != '.');
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** The addresses in a text, lower case, in their order; of very many the first. */
  static Set<String> in(String text) {
    Set<String> found = new LinkedHashSet<>();
    inText(text, MOST).forEach(place -> found.add(key(place.in(text))));
    return found;
  }

  /** The same of a header that holds addresses alone. */
  static Set<String> inList(String value) {
    Set<String> found = new LinkedHashSet<>();
    inHeader(value).forEach(place -> found.add(key(place.in(value))));
    return found;
  }

  /** Of a field such as {@code rfc822; <a@b.example>} the address. */
  static String ofField(String field) {
    int semicolon = field.indexOf(';');
    String address = field.substring(semicolon + 1).strip();
    if (address.indexOf(' ') > 0) {
      // With a name or a comment, which should not stand there.
      List<Place> places = inHeader(address);
      address = places.size() == 1 ? places.get(0).in(address) : address;
    }
    if (address.startsWith("<")) {
      address = address.substring(1);
    }
    if (address.regionMatches(true, 0, MAILTO, 0, MAILTO.length())) {
      address = address.substring(MAILTO.length());
    }
    address = address.endsWith(">") ? address.substring(0, address.length() - 1) : address;
    // Fully qualified, as in a zone file.
    address = address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
    boolean isUtf8 = semicolon > 0 && field.substring(0, semicolon).strip().equalsIgnoreCase(UTF_8);
    return isUtf8 ? unescaped(address) : address;
  }

  /** The same of an {@code Original-Recipient}, where it is in xtext (RFC 3461 section 4). */
  static String ofXtext(String address) {
    return XTEXT
        .matcher(address)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
  }

  private static String unescaped(String address) {
    return ESCAPED
        .matcher(address)
        .replaceAll(
            found -> {
              int c = Integer.parseInt(found.group(1), 16);
              return Matcher.quoteReplacement(
                  Character.isValidCodePoint(c) ? Character.toString(c) : found.group());
            });
  }

  /** Lower case; of what has no {@code @}, all of it. */
  static String domain(String address) {
    return key(address.substring(address.lastIndexOf('@') + 1));
  }
}
