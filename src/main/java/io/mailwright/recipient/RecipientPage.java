package io.mailwright.recipient;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ResourceBundle;

/** A small page in the recipient's language; everything shown is escaped. */
final class RecipientPage {
  private static final String BUNDLE = "io.mailwright.recipient.i18n.pages";

  private final StringBuilder body = new StringBuilder();
  private final ResourceBundle words;
  private final Locale locale;
  private String title = "";

  RecipientPage(Locale locale) {
    this.locale = locale;
    this.words = ResourceBundle.getBundle(BUNDLE, locale);
  }

  /** The text of a key. */
  String word(String key) {
    return words.getString(key);
  }

  /** What stands above the page and in the browser's tab. */
  RecipientPage heading(String text) {
    title = text;
    body.append("<h1>").append(escaped(text)).append("</h1>\n");
    return this;
  }

  RecipientPage paragraph(String text) {
    body.append("<p>").append(escaped(text)).append("</p>\n");
    return this;
  }

  /** What happened, told to screen readers too. */
  RecipientPage done(String text) {
    body.append("<p class=\"done\" role=\"status\">").append(escaped(text)).append("</p>\n");
    return this;
  }

  RecipientPage beginForm() {
    body.append("<form method=\"post\">\n");
    return this;
  }

  RecipientPage choice(String name, String value, String label, boolean isChosen) {
    body.append("<label><input type=\"checkbox\" name=\"")
        .append(escaped(name))
        .append("\" value=\"")
        .append(escaped(value))
        .append('"')
        .append(isChosen ? " checked" : "")
        .append("> ")
        .append(escaped(label))
        .append("</label>\n");
    return this;
  }

  /** What a form sends along unseen. */
  RecipientPage hidden(String name, String value) {
    body.append("<input type=\"hidden\" name=\"")
        .append(escaped(name))
        .append("\" value=\"")
        .append(escaped(value))
        .append("\">\n");
    return this;
  }

  RecipientPage button(String action, String label, boolean isFirst) {
    body.append("<button name=\"action\" value=\"")
        .append(escaped(action))
        .append('"')
        .append(isFirst ? " class=\"first\"" : "")
        .append('>')
        .append(escaped(label))
        .append("</button>\n");
    return this;
  }

  RecipientPage endForm() {
    body.append("</form>\n");
    return this;
  }

  void send(HttpServletResponse response, int status) throws IOException {
    byte[] page =
        """
        <!DOCTYPE html>
        <html lang="%s"><head><meta charset="utf-8"><title>%s</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
        <style>
        :root { color-scheme: light dark; --line: #767676; --ink: #1b1b1b; --paper: #fff; --first: #0b57d0; --on: #fff }
        @media (prefers-color-scheme: dark) { :root { --line: #8e8e8e; --ink: #eee; --paper: #16181d; --first: #a8c7fa; --on: #062e6f } }
        body { font: 1.0625rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 34rem; padding: 2rem 1.25rem }
        h1 { font-size: 1.5rem; line-height: 1.3 }
        p, label { overflow-wrap: anywhere }
        label { display: block; padding: .5rem 0 } input { width: 1.15rem; height: 1.15rem; vertical-align: -.15rem }
        button { font: inherit; min-height: 2.75rem; padding: 0 1.1rem; margin: .75rem .5rem 0 0; border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: inherit; cursor: pointer }
        button.first { background: var(--first); border-color: var(--first); color: var(--on) }
        .done { border-left: .25rem solid var(--first); padding: .25rem .75rem }
        </style></head><body><main>
        %s</main></body></html>
        """
            .formatted(locale.toLanguageTag(), escaped(title), body)
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/html; charset=utf-8");
    response.setContentLength(page.length);
    response.getOutputStream().write(page);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
