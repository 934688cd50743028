package io.mailwright.content.render;

/**
 * The path in a tag, reduced to the one name it can mean: values are strings, so anything behind
 * the first name leads nowhere.
 *
 * @param name the contact field, attribute or {@code @loop} value; empty for {@code this}
 * @param hasParts whether something follows the name
 */
record ValuePath(String name, boolean hasParts) {

  static ValuePath of(String path) {
    String rest = path;
    boolean again = true;
    while (again) {
      again = false;
      for (String prefix : new String[] {"../", "./", "this.", "this/", "@root.", "@root/"}) {
        if (rest.startsWith(prefix)) {
          rest = rest.substring(prefix.length());
          again = true;
        }
      }
    }
    if (rest.equals("this") || rest.equals(".") || rest.equals("..")) {
      return new ValuePath("", false);
    }
    if (rest.startsWith("[")) {
      int end = rest.indexOf(']');
      return end < 0
          ? new ValuePath(rest, false)
          : new ValuePath(rest.substring(1, end), end + 1 < rest.length());
    }
    int end = 0;
    while (end < rest.length() && ".[/".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return new ValuePath(rest.substring(0, end), end < rest.length());
  }
}
