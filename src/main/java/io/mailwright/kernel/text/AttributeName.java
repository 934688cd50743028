package io.mailwright.kernel.text;

import java.util.regex.Pattern;

/**
 * The name of an attribute: letters, digits and underscores. A column "First name" becomes the
 * attribute First_name, and whoever writes the column's own name means that attribute.
 */
public final class AttributeName {
  private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}_]+");
  private static final Pattern AROUND = Pattern.compile("^_+|_+$");

  private AttributeName() {}

  /**
   * The name as attributes have it.
   *
   * @return empty if nothing of what was written can stand in a name
   */
  public static String of(String written) {
    return AROUND.matcher(NOT_IN_A_NAME.matcher(written).replaceAll("_")).replaceAll("");
  }
}
