package io.mailwright.console;

import io.mailwright.kernel.text.Wording;
import io.mailwright.report.Sentences;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The console's sentences in the language of whoever looks at the page. */
@Named("words")
@RequestScoped
public class Words {
  /** Where the sentences stand. */
  static final String BUNDLE = "io.mailwright.console.i18n.messages";

  /** Begins the client id of a message that is about a part of the page and not about a field. */
  static final String PLACE = "#";

  private static final Sentences CHINESE = Sentences.chinese();
  private static final Sentences ENGLISH = Sentences.english();

  /** The language of the page; English outside of one. */
  public Locale locale() {
    FacesContext context = FacesContext.getCurrentInstance();
    return context == null || context.getViewRoot() == null
        ? Locale.ENGLISH
        : context.getViewRoot().getLocale();
  }

  /** The language as the {@code lang} attribute wants it. */
  public String getLanguage() {
    return isChinese() ? "zh-CN" : "en";
  }

  /** Whether the page is in Chinese. */
  public boolean isChinese() {
    return locale().getLanguage().equals(Locale.CHINESE.getLanguage());
  }

  /**
   * A sentence with its gaps filled.
   *
   * @param key must exist in the bundle
   * @param values for {@code {0}}, {@code {1}} …; numbers are written as the language writes them
   */
  public String of(String key, Object... values) {
    return new MessageFormat(bundle().getString(key), locale()).format(values);
  }

  /** The sentence of a key that may be missing. */
  public String orElse(String key, String otherwise) {
    try {
      return bundle().getString(key);
    } catch (MissingResourceException e) {
      return otherwise;
    }
  }

  /**
   * A sentence that a stage kept or answered in English, in the language of the page as far as it
   * is known.
   */
  public String said(String english) {
    return (isChinese() ? CHINESE : ENGLISH).of(english);
  }

  /** A wording that stands by itself, with a capital letter first. */
  public String title(Wording wording) {
    String text = wording.in(locale());
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** A text as part of an address. */
  public String encoded(String text) {
    return text == null ? "" : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * What the page has to say.
   *
   * @param field the client id of the input it is about; empty if it is about none
   * @param place the id of the part of the page that it leads to; empty if there is none
   * @param tone good, warn or bad
   */
  public record Said(String field, String place, String tone, String summary, String detail) {
    private static Said of(String clientId, FacesMessage message) {
      String id = clientId == null ? "" : clientId;
      boolean isPlace = id.startsWith(PLACE);
      String detail = message.getDetail();
      return new Said(
          isPlace ? "" : id,
          isPlace ? id.substring(PLACE.length()) : "",
          toneOf(message.getSeverity()),
          message.getSummary(),
          detail == null || detail.equals(message.getSummary()) ? "" : detail);
    }

    private static String toneOf(FacesMessage.Severity severity) {
      if (severity.compareTo(FacesMessage.SEVERITY_WARN) < 0) {
        return "good";
      }
      return severity.compareTo(FacesMessage.SEVERITY_WARN) == 0 ? "warn" : "bad";
    }
  }

  /** Everything that the request has left to say. */
  public List<Said> getMessages() {
    FacesContext context = FacesContext.getCurrentInstance();
    List<Said> said = new ArrayList<>();
    Iterator<String> ids = context.getClientIdsWithMessages();
    while (ids.hasNext()) {
      String id = ids.next();
      for (FacesMessage message : context.getMessageList(id)) {
        said.add(Said.of(id, message));
        message.rendered();
      }
    }
    return said;
  }

  private ResourceBundle bundle() {
    return ResourceBundle.getBundle(BUNDLE, locale(), Words.class.getClassLoader());
  }
}
