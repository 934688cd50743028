package io.mailwright.content.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds where the targets of links stand in HTML: {@code href} of {@code a} and {@code area}, and
 * of the VML shapes by which Outlook draws buttons, also in its conditional comments. A tag with
 * {@code data-track="off"} has none. One pass, linear in the text.
 */
final class HrefScanner {
  private static final String OFF = "off";

  private final String html;
  private final boolean isTemplate;
  private final List<Href> found = new ArrayList<>();
  private int at;

  /**
   * A target as it stands in the text.
   *
   * @param start of its value, after a quotation mark
   * @param end after its value
   */
  record Href(int start, int end) {
    String in(String html) {
      return html.substring(start, end);
    }
  }

  private HrefScanner(String html, boolean isTemplate) {
    this.html = html;
    this.isTemplate = isTemplate;
  }

  /** Of a template: what stands between braces is passed over as one character. */
  static List<Href> ofTemplate(String html) {
    return new HrefScanner(html, true).scan();
  }

  /** Of what was rendered. */
  static List<Href> ofMail(String html) {
    return new HrefScanner(html, false).scan();
  }

  private List<Href> scan() {
    while (at < html.length()) {
      if (isBrace()) {
        passBraces();
      } else if (html.charAt(at) == '<' && isLetter(at + 1)) {
        at++;
        tag();
      } else {
        at++;
      }
    }
    return found;
  }

  private void tag() {
    String name = word().toLowerCase(Locale.ROOT);
    List<Href> here = new ArrayList<>();
    boolean isOff = false;
    while (at < html.length() && html.charAt(at) != '>') {
      if (isBrace()) {
        passBraces();
      } else if (isSpace(html.charAt(at)) || html.charAt(at) == '/') {
        at++;
      } else {
        String attribute = word();
        passSpace();
        if (at < html.length() && html.charAt(at) == '=') {
          at++;
          passSpace();
          Href value = value();
          if (attribute.equalsIgnoreCase("href")) {
            here.add(value);
          }
          isOff |= attribute.equalsIgnoreCase("data-track") && value.in(html).equalsIgnoreCase(OFF);
        }
      }
    }
    if (!isOff && (name.equals("a") || name.equals("area") || name.startsWith("v:"))) {
      found.addAll(here);
    }
    if (name.equals("script") || name.equals("style")) {
      passContentOf(name);
    }
  }

  /** The name of a tag or an attribute; one that is none of ours ends at once. */
  private String word() {
    int start = at;
    while (at < html.length()
        && !isSpace(html.charAt(at))
        && "=/>".indexOf(html.charAt(at)) < 0
        && !isBrace()) {
      at++;
    }
    if (at == start) {
      at++;
    }
    return html.substring(start, Math.min(at, html.length()));
  }

  private Href value() {
    if (at >= html.length()) {
      return new Href(at, at);
    }
    char quote = html.charAt(at);
    boolean isQuoted = quote == '"' || quote == '\'';
    int start = isQuoted ? at + 1 : at;
    at = start;
    while (at < html.length() && !isEnd(html.charAt(at), isQuoted, quote)) {
      if (isBrace()) {
        passBraces();
      } else {
        at++;
      }
    }
    int end = Math.min(at, html.length());
    if (isQuoted) {
      at++;
    }
    return new Href(start, end);
  }

  private static boolean isEnd(char c, boolean isQuoted, char quote) {
    return isQuoted ? c == quote : c == '>' || isSpace(c);
  }

  private boolean isBrace() {
    return isTemplate && html.startsWith("{{", at);
  }

  private void passBraces() {
    String end = html.startsWith("{{!--", at) ? "--}}" : html.startsWith("{{{", at) ? "}}}" : "}}";
    int found = html.indexOf(end, at + 2);
    at = found < 0 ? html.length() : found + end.length();
  }

  private void passContentOf(String name) {
    for (int i = html.indexOf("</", at); i >= 0; i = html.indexOf("</", i + 2)) {
      if (html.regionMatches(true, i + 2, name, 0, name.length())) {
        at = i;
        return;
      }
    }
    at = html.length();
  }

  private void passSpace() {
    while (at < html.length() && isSpace(html.charAt(at))) {
      at++;
    }
  }

  private boolean isLetter(int index) {
    return index < html.length()
        && html.charAt(index) < 0x80
        && Character.isLetter(html.charAt(index));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }
}
