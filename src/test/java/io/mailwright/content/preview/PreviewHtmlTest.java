package io.mailwright.content.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.content.render.RenderedAttachment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewHtmlTest {
  private static final RenderedAttachment LOGO =
      new RenderedAttachment("l.png", "image/png", new byte[] {1, 2}, Optional.of("logo"));

  private static String body(String html) {
    String page = PreviewHtml.of(html, List.of(LOGO));
    assertThat(page).startsWith("<!DOCTYPE html>").contains("default-src 'none'");
    return page.substring(page.indexOf("<body>") + 6, page.indexOf("</body>"));
  }

  @Test
  void keepsWhatMailsAreMadeOf() {
    String shown =
        body(
            "<html><head><style>td{color:red}</style></head><body><table bgcolor=\"#fff\""
                + " cellpadding=\"0\"><tbody><tr><td align=\"center\" style=\"padding:4px\">你好"
                + " <b>Ann</b></td></tr></tbody></table><p dir=\"rtl\">שלום</p></body></html>");
    assertThat(shown)
        .contains(
            "<style>td{color:red}</style>",
            "bgcolor=\"#fff\"",
            "align=\"center\" style=\"padding:4px\"",
            "你好 <b>Ann</b>",
            "dir=\"rtl\"");
  }

  @Test
  void showsInlineImagesAndNoOthers() {
    assertThat(body("<img src=\"cid:logo\" alt=\"L\">"))
        .contains("src=\"data:image/png;base64,AQI=\"", "alt=\"L\"");
    assertThat(body("<img src=\"cid:none\"><img src=\"https://t.example/p.gif\">"))
        .doesNotContain("src=", "t.example");
    assertThat(body("<img src=\"data:image/svg+xml;base64,AAAA\">")).doesNotContain("svg");
  }

  @Test
  void opensLinksOutsideTheFrame() {
    assertThat(body("<a href=\"https://example.com/\">x</a>"))
        .contains("target=\"_blank\"", "noopener");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>bad()</script>",
        "<p onclick=\"bad()\" onmouseover=bad()>x</p>",
        "<a href=\"javascript:bad()\">x</a>",
        "<a href=\" jav\tascript:bad()\">x</a>",
        "<img src=x onerror=bad()>",
        "<svg onload=bad()><script>bad()</script></svg>",
        "<math><mtext><style><img src=x onerror=bad()></style></mtext></math>",
        "<iframe src=\"https://bad.example\"></iframe><object data=bad></object><embed src=bad>",
        "<form action=\"https://bad.example\"><input name=bad><button>bad</button></form>",
        "<base href=\"https://bad.example\"><meta http-equiv=refresh content=\"0;url=bad\">",
        "<link rel=stylesheet href=\"https://bad.example/x.css\">",
        "<p style=\"background:url(https://bad.example/x)\">x</p>",
        "<p style=\"background:u\\72l(https://x.example/bad)\">x</p>",
        "<p style=\"background:ur/**/l(https://x.example)\">x</p>",
        "<style>@import 'https://bad.example/x.css'; p{position:fixed}</style>",
        "<style>p{}</style><script>bad()</script>",
        "<style><!--</style><img src=x onerror=bad()>--></style>",
        "<noscript><p title=\"</noscript><img src=x onerror=bad()>\">"
      })
  void dropsWhatActs(String html) {
    String shown = body(html).toLowerCase(Locale.ROOT);
    assertThat(shown)
        .doesNotContain(
            "<script",
            "javascript:",
            "<svg",
            "<iframe",
            "<object",
            "<embed",
            "<form",
            "<input",
            "<base",
            "<meta",
            "<link",
            "url(",
            "@import",
            "position:fixed",
            "<math");
    assertThat(shown).doesNotContainPattern("<[^>]*\\son\\w+\\s*=\\s*[^>]*>(?<!\"&gt;)");
  }
}
