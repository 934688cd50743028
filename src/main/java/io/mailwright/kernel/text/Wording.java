package io.mailwright.kernel.text;

import java.util.Locale;
import java.util.Objects;

/**
 * One sentence for a person, in both languages of the product.
 *
 * @param english the sentence in English, not null
 * @param chinese the same in Simplified Chinese, not null
 */
public record Wording(String english, String chinese) {
  public Wording {
    Objects.requireNonNull(english);
    Objects.requireNonNull(chinese);
  }

  /** The sentence for a locale: Chinese for any Chinese locale, English for all others. */
  public String in(Locale locale) {
    return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? chinese : english;
  }
}
