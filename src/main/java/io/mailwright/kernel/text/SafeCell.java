package io.mailwright.kernel.text;

/** Makes text from strangers harmless in a spreadsheet. */
public final class SafeCell {
  /** The wide signs are those that input methods of East Asia write; a spreadsheet narrows them. */
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private SafeCell() {}

  /** The text, with a quote before it where a spreadsheet would run it as a formula. */
  public static String of(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  /** The text that {@link #of} made this of; itself, if it made nothing of it. */
  public static String plain(String cell) {
    return cell.length() > 1 && cell.charAt(0) == '\'' && FORMULA.indexOf(cell.charAt(1)) >= 0
        ? cell.substring(1)
        : cell;
  }
}
