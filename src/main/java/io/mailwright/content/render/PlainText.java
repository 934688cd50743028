package io.mailwright.content.render;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/**
 * Turns HTML into text a person can read: paragraphs, list marks, and links as {@code text (url)}.
 *
 * <p>Reads with the XML tree builder on purpose: it keeps everything in the order it was written,
 * where HTML's would move {@code {{#each}}} out of a table and so break templates.
 */
final class PlainText implements NodeVisitor {
  private static final Set<String> SKIPPED =
      Set.of("head", "style", "script", "title", "template", "noscript", "object", "svg");
  private static final Set<String> PARAGRAPHS =
      Set.of(
          "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr");
  private static final Set<String> LINES =
      Set.of("div", "tr", "li", "section", "article", "header", "footer", "dt", "dd", "center");

  /** How far to look back for a tag's beginning, so that no source makes this quadratic. */
  private static final int LONGEST_TAG = 200;

  private static final Pattern BLOCK_TAG = Pattern.compile("(?s)\\{\\{~?\\s*([#/^]|else\\b).*");

  private final StringBuilder out = new StringBuilder();
  private Element skipping;

  static String of(String html) {
    PlainText text = new PlainText();
    Parser.xmlParser().parseInput(html, "").traverse(text);
    return tidy(text.out.toString());
  }

  @Override
  public void head(Node node, int depth) {
    if (skipping != null) {
      return;
    }
    if (node instanceof TextNode text) {
      words(text.getWholeText());
    } else if (node instanceof Element element) {
      open(element);
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (skipping != null) {
      if (node == skipping) {
        skipping = null;
      }
    } else if (node instanceof Element element) {
      close(element);
    }
  }

  private void open(Element element) {
    String tag = element.tagName().toLowerCase(Locale.ROOT);
    if (SKIPPED.contains(tag) || isHidden(element)) {
      skipping = element;
    } else if (tag.equals("br")) {
      out.append('\n');
    } else if (PARAGRAPHS.contains(tag)) {
      breakLine(2);
    } else if (LINES.contains(tag)) {
      breakLine(1);
      if (tag.equals("li")) {
        out.append("- ");
      }
    } else if (tag.equals("td") || tag.equals("th")) {
      space();
    } else if (tag.equals("img")) {
      words(element.attr("alt"));
    }
  }

  private void close(Element element) {
    String tag = element.tagName().toLowerCase(Locale.ROOT);
    if (PARAGRAPHS.contains(tag)) {
      breakLine(2);
    } else if (LINES.contains(tag)) {
      breakLine(1);
    } else if (tag.equals("a")) {
      link(element);
    }
  }

  private void link(Element anchor) {
    String target = anchor.attr("href").strip();
    String shown = anchor.text().strip();
    boolean useless =
        target.isEmpty()
            || target.startsWith("#")
            || target.equals(shown)
            || target.equals("mailto:" + shown)
            || target.toLowerCase(Locale.ROOT).startsWith("javascript:");
    if (!useless) {
      space();
      out.append('(').append(target).append(')');
    }
  }

  private static boolean isHidden(Element element) {
    return element.attr("style").replace(" ", "").toLowerCase(Locale.ROOT).contains("display:none");
  }

  private void words(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u00A0') {
        space();
      } else {
        out.append(c);
      }
    }
  }

  /** A space, except after one and at the beginning of a line. */
  private void space() {
    if (out.length() > 0) {
      char last = out.charAt(out.length() - 1);
      boolean lineBegins = last == '}' && breaksAtEnd() != 0;
      if (!Character.isWhitespace(last) && !lineBegins) {
        out.append(' ');
      }
    }
  }

  private void breakLine(int wanted) {
    trimSpaces(out);
    int breaks = breaksAtEnd();
    if (breaks >= 0 && breaks < wanted) {
      out.append("\n".repeat(wanted - breaks));
    }
  }

  /**
   * How many line breaks the text ends in, or -1 at its beginning. Tags that only open or close a
   * block are looked through, or each round of a loop over table rows would add an empty line.
   */
  private int breaksAtEnd() {
    int breaks = 0;
    int end = out.length();
    while (end > 0) {
      if (out.charAt(end - 1) == '\n') {
        breaks++;
        end--;
      } else if (out.charAt(end - 1) == ' ') {
        end--;
      } else {
        int tag = blockTag(end);
        if (tag < 0) {
          return breaks;
        }
        end = tag;
      }
    }
    return -1;
  }

  /** Where the tag that ends here and only opens or closes a block begins, or -1. */
  private int blockTag(int end) {
    String near = out.substring(Math.max(0, end - LONGEST_TAG), end);
    int tag = near.endsWith("}}") ? near.lastIndexOf("{{") : -1;
    return tag >= 0 && BLOCK_TAG.matcher(near.substring(tag)).matches()
        ? end - near.length() + tag
        : -1;
  }

  /** No spaces at line ends, no more than one empty line in a row, none at the ends. */
  static String tidy(String text) {
    return isTidy(text) ? text : tidied(text);
  }

  /** A look through it costs a tenth of building it again, and most text is tidy already. */
  private static boolean isTidy(String text) {
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      if (end == 0 || text.charAt(end - 1) == ' ' || text.startsWith("\n\n", end + 1)) {
        return false;
      }
    }
    return text.equals(text.strip());
  }

  private static String tidied(String text) {
    StringBuilder tidy = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        trimSpaces(tidy);
        int length = tidy.length();
        boolean twice =
            length >= 2 && tidy.charAt(length - 1) == '\n' && tidy.charAt(length - 2) == '\n';
        if (twice || length == 0) {
          continue;
        }
      }
      tidy.append(c);
    }
    return tidy.toString().strip();
  }

  private static void trimSpaces(StringBuilder text) {
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == ' ') {
      length--;
    }
    text.setLength(length);
  }
}
