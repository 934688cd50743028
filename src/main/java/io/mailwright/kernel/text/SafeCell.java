package io.mailwright.kernel.text;

/** Makes text from strangers harmless in a spreadsheet. */
public final class SafeCell {
  private SafeCell() {}

  /** The text, with a quote before it where a spreadsheet would run it as a formula. */
  public static String of(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
