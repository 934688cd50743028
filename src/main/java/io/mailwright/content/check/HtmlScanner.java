package io.mailwright.content.check;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Walks over the tags of an HTML source, which a parser would repair before anybody could complain.
 * Comments and the content of script and style are passed over; one pass, linear in the source.
 */
final class HtmlScanner {
  private final String html;
  private int at;
  private int line = 1;
  private int lineStart;
  private int counted;

  HtmlScanner(String html) {
    this.html = html;
  }

  void forEach(Consumer<HtmlTag> visitor) {
    while ((at = html.indexOf('<', at)) >= 0) {
      if (html.startsWith("<!--", at)) {
        at = after("-->", at + 4);
      } else if (isNameStart(at + 1)) {
        HtmlTag tag = tag(at + 1, false);
        visitor.accept(tag);
        if (tag.name().equals("script") || tag.name().equals("style")) {
          int end = indexOfIgnoringCase("</" + tag.name(), at);
          at = end < 0 ? html.length() : end;
        }
      } else if (html.startsWith("</", at) && isNameStart(at + 2)) {
        visitor.accept(tag(at + 2, true));
      } else {
        at++;
      }
    }
  }

  private HtmlTag tag(int nameStart, boolean closing) {
    for (; counted < at; counted++) {
      if (html.charAt(counted) == '\n') {
        line++;
        lineStart = counted + 1;
      }
    }
    int column = at - lineStart + 1;
    at = nameStart;
    String name = word("/>").toLowerCase(Locale.ROOT);
    Map<String, HtmlTag.Value> attributes = new LinkedHashMap<>();
    boolean selfClosing = false;
    while (at < html.length() && html.charAt(at) != '>') {
      char c = html.charAt(at);
      if (html.startsWith("{{", at)) {
        at = after("}}", at);
      } else if (Character.isWhitespace(c) || c == '/' || c == '=') {
        selfClosing = c == '/';
        at++;
      } else {
        selfClosing = false;
        attribute(attributes);
      }
    }
    at = Math.min(at + 1, html.length());
    return new HtmlTag(name, closing, selfClosing, attributes, line, column);
  }

  private void attribute(Map<String, HtmlTag.Value> attributes) {
    int start = at;
    String name = word("=/>").toLowerCase(Locale.ROOT);
    if (at == start) {
      at++;
      return;
    }
    int next = skipSpace(at);
    HtmlTag.Value value = new HtmlTag.Value("", true);
    if (next < html.length() && html.charAt(next) == '=') {
      at = skipSpace(next + 1);
      value = value();
    }
    attributes.putIfAbsent(name, value);
  }

  private HtmlTag.Value value() {
    if (at < html.length() && (html.charAt(at) == '"' || html.charAt(at) == '\'')) {
      int end = html.indexOf(html.charAt(at), at + 1);
      String text = html.substring(at + 1, end < 0 ? html.length() : end);
      at = end < 0 ? html.length() : end + 1;
      return new HtmlTag.Value(text, true);
    }
    return new HtmlTag.Value(word(">"), false);
  }

  /** Reads up to white space or one of the ends; a {@code {{tag}}} counts as one character. */
  private String word(String ends) {
    int start = at;
    while (at < html.length()
        && !Character.isWhitespace(html.charAt(at))
        && ends.indexOf(html.charAt(at)) < 0) {
      at = html.startsWith("{{", at) ? after("}}", at) : at + 1;
    }
    return html.substring(start, at);
  }

  private int skipSpace(int from) {
    int next = from;
    while (next < html.length() && Character.isWhitespace(html.charAt(next))) {
      next++;
    }
    return next;
  }

  private int after(String end, int from) {
    int found = html.indexOf(end, from);
    return found < 0 ? html.length() : found + end.length();
  }

  private int indexOfIgnoringCase(String wanted, int from) {
    for (int i = html.indexOf('<', from); i >= 0; i = html.indexOf('<', i + 1)) {
      if (html.regionMatches(true, i, wanted, 0, wanted.length())) {
        return i;
      }
    }
    return -1;
  }

  private boolean isNameStart(int index) {
    return index < html.length()
        && html.charAt(index) < 0x80
        && Character.isLetter(html.charAt(index));
  }
}
