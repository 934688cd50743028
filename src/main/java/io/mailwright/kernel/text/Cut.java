package io.mailwright.kernel.text;

/** Texts cut to a width, without half a character at the end. */
public final class Cut {
  private Cut() {}

  /**
   * The beginning of a text.
   *
   * @param longest UTF-16 units at most, 0 or more; one less where the last would be half of a pair
   */
  public static String to(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean isHalf =
        longest > 0 && Character.isSurrogatePair(text.charAt(longest - 1), text.charAt(longest));
    return text.substring(0, isHalf ? longest - 1 : longest);
  }

  /**
   * The same of a text from outside that goes into a database: PostgreSQL takes no character 0.
   *
   * @param longest as in {@link #to}
   */
  public static String storable(String text, int longest) {
    return to(text.replace('\0', '\uFFFD'), longest);
  }
}
