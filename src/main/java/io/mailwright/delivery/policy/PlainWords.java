package io.mailwright.delivery.policy;

import io.mailwright.kernel.text.Unspaced;
import java.util.Locale;

/**
 * A refusal's words as the rules see them: lower case, one space between words, and {@code @} in
 * place of each address, because {@code <nospam@example.com>} says nothing about spam.
 */
public final class PlainWords {
  /** What a rule looks at, at most; who refuses says why at the beginning. */
  public static final int MOST = 4_000;

  private static final String AROUND_ADDRESSES = " <>\"'():;,[]|={}&（）：，。、；【】「」";

  private PlainWords() {}

  /** The first {@value #MOST} characters of them. */
  public static String of(String text) {
    return of(text, MOST);
  }

  /** In one pass, and without a regular expression: replies come by the thousand. */
  public static String of(String text, int most) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), most));
    int i = 0;
    while (i < text.length() && out.length() < most) {
      char c = text.charAt(i);
      if (c <= ' ' || Character.isWhitespace(c) || c == '\u00a0') {
        if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
          out.append(' ');
        }
        i++;
      } else if (AROUND_ADDRESSES.indexOf(c) >= 0) {
        out.append(c);
        i++;
      } else {
        int end = endOfWord(text, i);
        word(text, i, end, out);
        i = end;
      }
    }
    out.setLength(Math.min(out.length(), most));
    return out.toString().strip().toLowerCase(Locale.ROOT);
  }

  private static int endOfWord(String text, int from) {
    int end = from;
    while (end < text.length()
        && end - from < MOST
        && text.charAt(end) > ' '
        && AROUND_ADDRESSES.indexOf(text.charAt(end)) < 0
        && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static void word(String text, int from, int end, StringBuilder out) {
    int at = indexOf('@', text, from, end);
    boolean isAddress = at > from && at + 1 < end && beginsDomain(text, at + 1, end);
    if (!isAddress) {
      out.append(text, from, end);
      return;
    }
    int start = beginOfAddress(text, from, at);
    out.append(text, from, start).append('@');
    int behind = endOfAddress(text, at, end);
    while (behind > at + 1 && !Character.isLetterOrDigit(text.charAt(behind - 1))) {
      behind--;
    }
    out.append(text, dots(text, at, behind), end);
  }

  /** Where "address..." goes on with dots, they are no part of it. */
  private static int dots(String text, int from, int end) {
    int dot = indexOf('.', text, from, end);
    while (dot >= 0 && (dot + 1 == text.length() || text.charAt(dot + 1) != '.')) {
      dot = indexOf('.', text, dot + 1, end);
    }
    return dot < 0 ? end : dot;
  }

  /** Within the word only: behind it a text can go on for megabytes. */
  private static int indexOf(char wanted, String text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static boolean beginsDomain(String text, int from, int end) {
    if (!Unspaced.is(text.charAt(from))) {
      return Character.isLetterOrDigit(text.charAt(from));
    }
    // A word that stands behind the sign of an address is no domain.
    return indexOf('.', text, from, end) >= 0;
  }

  /** Chinese and Japanese put no space before an address. */
  private static int beginOfAddress(String text, int from, int at) {
    int start = at;
    while (start > from && !Unspaced.is(text.charAt(start - 1))) {
      start--;
    }
    return start == at ? from : start;
  }

  /** Nor behind it. */
  private static int endOfAddress(String text, int at, int end) {
    int i = at + 1;
    if (Unspaced.is(text.charAt(i))) {
      return end;
    }
    while (i < end && !Unspaced.is(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
