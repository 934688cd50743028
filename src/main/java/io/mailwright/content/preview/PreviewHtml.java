package io.mailwright.content.preview;

import io.mailwright.content.render.RenderedAttachment;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * Makes the HTML of a mail harmless for an {@code <iframe sandbox>} of the console: it keeps layout
 * and inline images, and drops whatever runs, submits or asks other servers. The page brings its
 * own Content-Security-Policy, so that what slips through still cannot act.
 */
public final class PreviewHtml {
  /** The policy the page states; send it as a header as well where the page is served by itself. */
  public static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none';"
          + " base-uri 'none'";

  private static final Set<String> IMAGE_TYPES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp");

  private PreviewHtml() {}

  /**
   * A whole page for the frame.
   *
   * @param html the HTML of a mail, from whatever source
   * @param attachments where {@code cid:} images are looked up
   */
  public static String of(String html, List<RenderedAttachment> attachments) {
    Document dirty = Jsoup.parse(html);
    // Mail keeps its style sheet in the head, and the cleaner looks at the body only.
    dirty.body().prependChildren(dirty.head().select("style"));
    Map<String, String> inline = dataUris(attachments);
    for (Element image : dirty.select("img")) {
      image.attr("src", source(image.attr("src").strip(), inline));
    }
    Document clean = new Cleaner(safelist()).clean(dirty);
    for (Element styled : clean.select("[style]")) {
      styled.attr("style", PreviewStyle.harmless(styled.attr("style")));
    }
    for (Element sheet : clean.select("style")) {
      String css = PreviewStyle.harmless(sheet.data());
      sheet.empty().appendChild(new DataNode(css));
    }
    clean.select("a[href]").attr("target", "_blank").attr("rel", "noopener noreferrer nofollow");
    clean.outputSettings().prettyPrint(false);
    return "<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\""
        + POLICY
        + "\"></head><body>"
        + clean.body().html()
        + "</body></html>";
  }

  private static Safelist safelist() {
    return Safelist.relaxed()
        .addTags(
            "center", "font", "hr", "style", "section", "article", "header", "footer", "address",
            "del", "ins", "s", "big", "bdo", "bdi", "tt")
        .addAttributes(
            ":all",
            "style",
            "class",
            "id",
            "dir",
            "lang",
            "title",
            "align",
            "valign",
            "width",
            "height",
            "bgcolor",
            "role",
            "aria-label",
            "aria-hidden")
        .addAttributes("table", "border", "cellpadding", "cellspacing")
        .addAttributes("td", "colspan", "rowspan", "nowrap")
        .addAttributes("th", "colspan", "rowspan", "nowrap")
        .addAttributes("font", "color", "face", "size")
        .addAttributes("img", "border")
        .removeProtocols("img", "src", "http", "https")
        .addProtocols("img", "src", "data")
        .addProtocols("a", "href", "tel");
  }

  /**
   * An image of the mail itself as a data URI; nothing for what would be fetched from elsewhere.
   */
  private static String source(String source, Map<String, String> inline) {
    String lower = source.toLowerCase(Locale.ROOT);
    if (lower.startsWith("cid:")) {
      return inline.getOrDefault(source.substring(4), "");
    }
    boolean picture =
        IMAGE_TYPES.stream().anyMatch(type -> lower.startsWith("data:" + type + ";base64,"));
    return picture ? source : "";
  }

  private static Map<String, String> dataUris(List<RenderedAttachment> attachments) {
    Map<String, String> uris = new HashMap<>();
    for (RenderedAttachment file : attachments) {
      String type = file.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (file.inlineId().isPresent() && IMAGE_TYPES.contains(type)) {
        uris.putIfAbsent(
            file.inlineId().get(),
            "data:" + type + ";base64," + Base64.getEncoder().encodeToString(file.bytes()));
      }
    }
    return uris;
  }
}
