package io.mailwright.content.tracking;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.parser.Parser;

/**
 * A template's HTML with a mark before the target of each link, by which the links are found again
 * in every mail, whatever values made them. The mark holds a secret: no value can forge one, and so
 * have a link signed that the template does not have.
 */
final class LinkMarks {
  /** A noncharacter of Unicode: no text means anything by it. */
  private static final char BEGIN = '\uFDD0';

  private static final char END = '\uFDD1';
  private static final int LONGEST_SHOWN = 500;

  private final String mark;
  private final String html;
  private final List<String> targets = new ArrayList<>();

  /**
   * @param html of a template
   * @param secret letters and digits, unlike those of any other template
   */
  LinkMarks(String html, String secret) {
    this.mark = BEGIN + secret + BEGIN;
    StringBuilder out = new StringBuilder(html.length() + 256);
    int at = 0;
    for (HrefScanner.Href href : HrefScanner.ofTemplate(html)) {
      targets.add(shown(href.in(html)));
      out.append(html, at, href.start()).append(mark).append(targets.size()).append(END);
      at = href.start();
    }
    this.html = out.append(html, at, html.length()).toString();
  }

  /** The template with its marks. */
  String html() {
    return html;
  }

  /** How many links it has. */
  int count() {
    return targets.size();
  }

  /** Where the links of a template lead, as its author wrote it; the first is number 1. */
  static List<String> targets(String html) {
    return List.copyOf(new LinkMarks(html, "").targets);
  }

  private static String shown(String written) {
    String target = Parser.unescapeEntities(written.strip(), true);
    return target.length() > LONGEST_SHOWN ? target.substring(0, LONGEST_SHOWN) : target;
  }

  /** What is made of a link's target. */
  interface Rewriting {
    /**
     * @param link its number, from 1
     * @param written the target as it stands in the HTML
     */
    String of(int link, String written);
  }

  /** A mail with its targets rewritten, and without marks. */
  String rewritten(String mail, Rewriting rewriting) {
    int begin = mail.indexOf(mark);
    if (begin < 0) {
      return mail;
    }
    StringBuilder out = new StringBuilder(mail.length() + 160 * targets.size());
    int at = 0;
    while (begin >= 0) {
      out.append(mail, at, begin);
      int number = begin + mark.length();
      int start = mail.indexOf(END, number) + 1;
      int end = end(mail, start, begin == 0 ? ' ' : mail.charAt(begin - 1));
      int link = Integer.parseInt(mail, number, start - 1, 10);
      out.append(rewriting.of(link, mail.substring(start, end)));
      at = end;
      begin = mail.indexOf(mark, at);
    }
    return out.append(mail, at, mail.length()).toString();
  }

  /** A mail as it would be without marks. */
  String without(String mail) {
    return rewritten(mail, (link, written) -> written);
  }

  private static int end(String mail, int start, char before) {
    if (before == '"' || before == '\'') {
      int quote = mail.indexOf(before, start);
      return quote < 0 ? mail.length() : quote;
    }
    int end = start;
    while (end < mail.length() && " \t\n\r\f>".indexOf(mail.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
