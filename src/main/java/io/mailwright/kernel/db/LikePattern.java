package io.mailwright.kernel.db;

/** Patterns for {@code LIKE ? ESCAPE '!'} out of texts that people typed. */
public final class LikePattern {
  private LikePattern() {}

  /** Matches what begins with the text; {@code %} and {@code _} in it stand for themselves. */
  public static String startingWith(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }
}
