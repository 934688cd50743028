package io.mailwright.content.render;

import java.util.Locale;

/** How much a {@link Problem} matters. */
public enum Severity {
  /** The template cannot be sent as it is. */
  ERROR,
  /** It can be sent, but somebody should look. */
  WARNING;

  /** The word in the outside contract: {@code error}, {@code warning}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
