package io.mailwright.feedback.bounce;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Addresses in running text and in header values, found from their {@code @} on: the time grows
 * with the text's length only, whatever a forger writes.
 */
final class Addresses {
  private static final int MOST = 1_000;
  private static final int MOST_LOCAL = 200;
  private static final int MOST_DOMAIN = 253;

  private static final String NEVER_IN_LOCAL = "<>\"'():;,[]@|（）：，。、；【】「」";

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
    return places(text, most, "=");
  }

  /** The addresses in a header, where {@code =} may stand in a return path for {@code @}. */
  static List<Place> inHeader(String value) {
    return places(value, MOST, "");
  }

  private static List<Place> places(String text, int most, String alsoNever) {
    List<Place> found = new ArrayList<>();
    for (int at = text.indexOf('@');
        at >= 0 && found.size() < most;
        at = text.indexOf('@', at + 1)) {
      int start = at;
      while (start > 0
          && at - start < MOST_LOCAL
          && isLocal(text.charAt(start - 1))
          && alsoNever.indexOf(text.charAt(start - 1)) < 0) {
        start--;
      }
      int end = at + 1;
      while (end < text.length() && end - at <= MOST_DOMAIN && isDomain(text, end)) {
        end++;
      }
      while (end > at + 1 && !isAlphanumeric(text.charAt(end - 1))) {
        end--;
      }
      if (start < at && end > at + 1 && isAlphanumeric(text.charAt(at + 1))) {
        found.add(new Place(start, end));
      }
    }
    return found;
  }

  private static boolean isLocal(char c) {
    return c > ' ' && !Character.isWhitespace(c) && NEVER_IN_LOCAL.indexOf(c) < 0;
  }

  /** Two dots in a row end it: {@code ann@example.net...User unknown}. */
  private static boolean isDomain(String text, int at) {
    char c = text.charAt(at);
    return isAlphanumeric(c) || c == '-' || (c == '.' && text.charAt(at - 1) != '.');
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

  /** Of a field such as {@code rfc822; <a@b.example>} the address. */
  static String ofField(String field) {
    String address = field.substring(field.indexOf(';') + 1).strip();
    if (address.startsWith("<")) {
      address = address.substring(1);
    }
    return address.endsWith(">") ? address.substring(0, address.length() - 1) : address;
  }

  /** Lower case; of what has no {@code @}, all of it. */
  static String domain(String address) {
    return key(address.substring(address.lastIndexOf('@') + 1));
  }
}
