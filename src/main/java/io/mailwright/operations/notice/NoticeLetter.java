package io.mailwright.operations.notice;

import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.operations.access.Language;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.Sentences;
import java.net.URI;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a notice as a mail, text and HTML, in the reader's language. What servers and people said
 * stands in it as they said it, escaped. Immutable.
 */
final class NoticeLetter {
  private static final Sentences ENGLISH = Sentences.english();
  private static final Sentences CHINESE = Sentences.chinese();

  private final URI console;
  private final Notice notice;
  private final Language language;
  private final FailureList failures;

  /**
   * @param console the address of the console, without a slash at the end
   */
  NoticeLetter(URI console, Notice notice, Language language, FailureList failures) {
    this.console = console;
    this.notice = notice;
    this.language = language;
    this.failures = failures;
  }

  /**
   * The mail without its attachment.
   *
   * @param route that it goes by
   * @param instead why not by one that would have come first; empty if it did
   */
  RenderedMail mail(String route, String instead) {
    List<String> notes = new ArrayList<>();
    if (failures.listed() > 0) {
      notes.add(
          failures.listed() == failures.total()
              ? NoticeWords.ALL_ATTACHED.in(language, failures.total())
              : NoticeWords.SOME_ATTACHED.in(language, failures.listed(), failures.total()));
    }
    if (!instead.isEmpty()) {
      notes.add(NoticeWords.OTHER_ROUTE.in(language, route, said(instead)));
    }
    return new RenderedMail(
        subject(), html(notes), Optional.of(text(notes)), List.<RenderedAttachment>of());
  }

  /** The list of failures, if anything failed. */
  List<RenderedAttachment> files() {
    return failures.listed() == 0
        ? List.of()
        : List.of(
            new RenderedAttachment(
                "campaign-" + notice.campaignId().orElse(0L) + "-failures.csv",
                "text/csv; charset=UTF-8",
                failures.csv(),
                Optional.empty()));
  }

  private String subject() {
    return "[Mailwright] " + oneLine(said(notice.subject()));
  }

  private String link() {
    return console + notice.path();
  }

  private String linkWords() {
    return (notice.campaignId().isPresent() ? NoticeWords.OPEN_CAMPAIGN : NoticeWords.OPEN_CONSOLE)
        .in(language);
  }

  private String text(List<String> notes) {
    StringBuilder text = new StringBuilder();
    text.append(oneLine(said(notice.subject()))).append("\n\n").append(said(notice.body()));
    if (!failures.reasons().isEmpty()) {
      text.append("\n\n").append(NoticeWords.WHAT_FAILED.in(language, failures.total()));
      for (CampaignReport.Reason reason : failures.reasons()) {
        text.append("\n- ").append(number(reason.count())).append(" × ").append(words(reason));
      }
      if (isMore()) {
        text.append("\n- ").append(NoticeWords.MORE_REASONS.in(language));
      }
    }
    notes.forEach(note -> text.append("\n\n").append(note));
    text.append("\n\n").append(linkWords()).append(colon()).append(link());
    return text.append("\n\n-- \n")
        .append(NoticeWords.WHY_YOU.in(language))
        .append('\n')
        .toString();
  }

  private String html(List<String> notes) {
    StringBuilder html = new StringBuilder(2000);
    html.append("<!DOCTYPE html>\n<html lang=\"")
        .append(language == Language.ZH ? "zh-CN" : "en")
        .append(
            "\"><head><meta charset=\"UTF-8\"><meta name=\"color-scheme\" content=\"light dark\">")
        .append("</head>\n<body style=\"margin:0;padding:24px;font:16px/1.5 sans-serif\">\n")
        .append(
            "<div style=\"max-width:640px;margin:0 auto\">\n<h1 style=\"font-size:20px;border-left:4px solid ")
        .append(color())
        .append(";padding-left:12px\">")
        .append(escaped(oneLine(said(notice.subject()))))
        .append("</h1>\n");
    paragraph(said(notice.body()), html);
    if (!failures.reasons().isEmpty()) {
      html.append("<h2 style=\"font-size:16px\">")
          .append(escaped(NoticeWords.WHAT_FAILED.in(language, failures.total())))
          .append("</h2>\n<table style=\"border-collapse:collapse;width:100%\">\n");
      for (CampaignReport.Reason reason : failures.reasons()) {
        html.append(
                "<tr><td style=\"padding:4px 12px 4px 0;text-align:right;vertical-align:top\"><strong>")
            .append(escaped(number(reason.count())))
            .append("</strong></td><td style=\"padding:4px 0;word-break:break-word\">")
            .append(escaped(words(reason)))
            .append("</td></tr>\n");
      }
      html.append("</table>\n");
      if (isMore()) {
        paragraph(NoticeWords.MORE_REASONS.in(language), html);
      }
    }
    notes.forEach(note -> paragraph(note, html));
    html.append("<p><a href=\"")
        .append(escaped(link()))
        .append(
            "\" style=\"display:inline-block;padding:8px 16px;border-radius:6px;background:#1d4ed8;color:#ffffff;text-decoration:none\">")
        .append(escaped(linkWords()))
        .append("</a></p>\n<p style=\"font-size:13px;color:#6b7280\">")
        .append(escaped(NoticeWords.WHY_YOU.in(language)))
        .append("</p>\n</div></body></html>\n");
    return html.toString();
  }

  private String color() {
    return switch (notice.level()) {
      case "error" -> "#b91c1c";
      case "warning" -> "#b45309";
      default -> "#15803d";
    };
  }

  private static void paragraph(String text, StringBuilder html) {
    html.append("<p style=\"white-space:pre-line;word-break:break-word\">")
        .append(escaped(text))
        .append("</p>\n");
  }

  private boolean isMore() {
    return failures.reasons().stream().mapToLong(CampaignReport.Reason::count).sum()
        < failures.total();
  }

  private String words(CampaignReport.Reason reason) {
    return NoticeWords.state(reason.state(), language) + colon() + said(reason.text());
  }

  private String colon() {
    return language == Language.ZH ? "：" : ": ";
  }

  private String said(String english) {
    return (language == Language.ZH ? CHINESE : ENGLISH).of(english);
  }

  private String number(long value) {
    return NumberFormat.getIntegerInstance(language.locale()).format(value);
  }

  /** A campaign's name has no line breaks; a reply that got into a subject may. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
