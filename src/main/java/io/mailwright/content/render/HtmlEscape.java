package io.mailwright.content.render;

import com.github.jknack.handlebars.EscapingStrategy;

/**
 * Escapes values for HTML as Handlebars does, but passes on at once what holds nothing to escape,
 * as most values do: the library's translator took a tenth of a mail's time.
 */
final class HtmlEscape implements EscapingStrategy {
  private static final String HARMLESS = " .,-_@:/+";

  @Override
  public CharSequence escape(CharSequence value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean harmless =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c >= 0x80
              || HARMLESS.indexOf(c) >= 0;
      if (!harmless) {
        return HTML_ENTITY.escape(value);
      }
    }
    return value;
  }
}
