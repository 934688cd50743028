package io.mailwright.operations.access;

import java.util.Locale;

/** A language of the product. */
public enum Language {
  EN(Locale.ENGLISH),
  ZH(Locale.SIMPLIFIED_CHINESE);

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  /** For wordings, numbers and times. */
  public Locale locale() {
    return locale;
  }
}
