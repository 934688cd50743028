package io.mailwright.content.tracking;

import io.mailwright.content.link.ReaderLinks;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.render.TemplatePart;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.render.TemplateSyntax;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A template ready to be rendered, and what its mails need to tell when they are read.
 *
 * @param template renders what {@link #tracking} completes; its mails are not to be sent before
 */
public record TrackedTemplate(CompiledTemplate template, ReaderTracking tracking) {
  private static final int SECRET = 9;

  /** The template as it is. */
  public static TrackedTemplate untracked(TemplateSource source, TemplateCompiler compiler) {
    return new TrackedTemplate(compiler.compile(source), ReaderTracking.NONE);
  }

  /**
   * The template with links that lead over this server, or a picture, or both.
   *
   * @throws io.mailwright.kernel.error.MailwrightException as {@link TemplateCompiler#compile}
   */
  public static TrackedTemplate of(
      TemplateSource source,
      TemplateCompiler compiler,
      boolean opens,
      boolean clicks,
      ReaderLinks links) {
    if (!clicks) {
      return new TrackedTemplate(
          compiler.compile(source),
          opens ? (mail, id) -> with(mail, pictured(mail.html(), links, id)) : ReaderTracking.NONE);
    }
    byte[] secret = new byte[SECRET];
    new SecureRandom().nextBytes(secret);
    LinkMarks marks = new LinkMarks(source.html(), HexFormat.of().formatHex(secret));
    boolean isRaw = TemplateSyntax.read(TemplatePart.HTML, source.html(), compiler.limits()).raw();
    return new TrackedTemplate(
        compiler.compile(source, marks.html(), marks::without),
        (mail, id) -> {
          String html = clickable(mail.html(), marks, isRaw, links, id);
          return with(mail, opens ? pictured(html, links, id) : html);
        });
  }

  /**
   * Where the links of a template lead, as its author wrote it; the first is number 1. Links that
   * values bring as HTML have the number after the last.
   */
  public static List<String> targets(String html) {
    return LinkMarks.targets(html);
  }

  private static RenderedMail with(RenderedMail mail, String html) {
    return new RenderedMail(mail.subject(), html, mail.text(), mail.attachments());
  }

  private static String clickable(
      String html, LinkMarks marks, boolean isRaw, ReaderLinks links, long deliveryId) {
    String own =
        marks.rewritten(html, (link, written) -> leading(written, link, links, deliveryId));
    if (!isRaw) {
      return own;
    }
    StringBuilder out = new StringBuilder(own.length() + 256);
    int at = 0;
    for (HrefScanner.Href href : HrefScanner.ofMail(own)) {
      out.append(own, at, href.start());
      out.append(leading(href.in(own), marks.count() + 1, links, deliveryId));
      at = href.end();
    }
    return out.append(own, at, own.length()).toString();
  }

  private static String leading(String written, int link, ReaderLinks links, long deliveryId) {
    Optional<String> target = WebTarget.of(written).filter(to -> !links.isOurs(to));
    return target.isPresent() ? links.click(deliveryId, link, target.get()) : written;
  }

  /** At the end, where it is loaded last; a mail that is cut short does not show it. */
  private static String pictured(String html, ReaderLinks links, long deliveryId) {
    int end = lastEnd(html);
    String picture =
        "<img src=\""
            + links.open(deliveryId)
            + "\" width=\"1\" height=\"1\" alt=\"\" border=\"0\""
            + " style=\"width:1px;height:1px;border:0\">";
    return html.substring(0, end) + picture + html.substring(end);
  }

  private static int lastEnd(String html) {
    int otherwise = html.length();
    for (int i = html.lastIndexOf("</"); i >= 0; i = html.lastIndexOf("</", i - 1)) {
      if (html.regionMatches(true, i, "</body", 0, 6)) {
        return i;
      }
      if (html.regionMatches(true, i, "</html", 0, 6)) {
        otherwise = i;
      } else {
        return otherwise;
      }
    }
    return otherwise;
  }
}
