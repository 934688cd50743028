package io.mailwright.content.check;

import java.util.Map;

/**
 * One tag as it stands in the source.
 *
 * @param name in lower case
 * @param closing whether it is an end tag
 * @param selfClosing whether it ends in {@code />}
 * @param attributes by name in lower case, the first of each name
 * @param line from 1
 * @param column from 1
 */
record HtmlTag(
    String name,
    boolean closing,
    boolean selfClosing,
    Map<String, Value> attributes,
    int line,
    int column) {

  /** An attribute's value, and whether it stands in quotes; an attribute without one is quoted. */
  record Value(String text, boolean quoted) {}
}
