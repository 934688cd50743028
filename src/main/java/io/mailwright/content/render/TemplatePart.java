package io.mailwright.content.render;

import java.util.Locale;

/** The parts of a template that are filled in for each recipient. */
public enum TemplatePart {
  SUBJECT,
  HTML,
  TEXT;

  /** The name as the outside contract writes it: {@code subject}, {@code html}, {@code text}. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }
}
