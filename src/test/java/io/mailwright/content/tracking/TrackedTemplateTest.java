package io.mailwright.content.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.content.link.ReaderLinks;
import io.mailwright.content.render.Recipient;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.render.TemplateSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackedTemplateTest {
  private static final String OWN = "https://news.example/u/abc";

  /** Shows what it was given. */
  private static final ReaderLinks LINKS =
      new ReaderLinks() {
        @Override
        public String click(long deliveryId, int link, String target) {
          return "[" + deliveryId + " " + link + " " + target + "]";
        }

        @Override
        public String open(long deliveryId) {
          return "[" + deliveryId + "]";
        }

        @Override
        public boolean isOurs(String target) {
          return target.equals(OWN);
        }
      };

  private static RenderedMail mail(
      String html, Map<String, String> values, boolean opens, boolean clicks) {
    TrackedTemplate template =
        TrackedTemplate.of(
            new TemplateSource("t", "Hello", html, Optional.empty(), List.of()),
            new TemplateCompiler(),
            opens,
            clicks,
            LINKS);
    Recipient to = new Recipient("a@x.example", "Ann", "", "", values, OWN);
    return template.tracking().in(template.template().render(to), 7);
  }

  private static String clicked(String html, Map<String, String> values) {
    return mail(html, values, false, true).html();
  }

  @Test
  void leadsLinksOverUsAndNumbersThem() {
    assertThat(
            clicked(
                "<a href=\"https://a.example/?x=1&amp;y=2\">A</a> <A class=b HREF='http://b.example'>B</A>"
                    + "<area href=https://c.example/c><map></map>",
                Map.of()))
        .isEqualTo(
            "<a href=\"[7 1 https://a.example/?x=1&y=2]\">A</a> <A class=b HREF='[7 2 http://b.example]'>B</A>"
                + "<area href=[7 3 https://c.example/c]><map></map>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=\"{{unsubscribeUrl}}\">x</a>",
        "<a href=\"mailto:a@x.example\">x</a>",
        "<a href=\"#top\">x</a>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"tel:+123\">x</a>",
        "<a href=\"/relative\">x</a>",
        "<a href=\"\">x</a>",
        "<a href=\"https://\">x</a>",
        "<a href>x</a>",
        "<a data-track=\"off\" href=\"https://a.example\">x</a>",
        "<a name=\"href='https://a.example'\">x</a>",
        "<link href=\"https://a.example/style.css\" rel=stylesheet>",
        "<style>a[href=\"https://a.example\"] { color: red }</style>",
        "<p>https://a.example</p>"
      })
  void leavesAloneWhatLeadsElsewhere(String html) {
    String plain = html.replace("{{unsubscribeUrl}}", OWN);
    assertThat(clicked(html, Map.of())).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=\"{{url}}\">x</a>",
        "<a href=\"{{{url}}}\">x</a>",
        "<a href=\"{{&url}}\">x</a>",
        "<a href='{{url}}'>x</a>",
        "<a href={{url}}>x</a>",
        "<a href=\" {{url}} \">x</a>",
        "<a href=\"{{#if url}}{{url}}{{else}}https://other.example{{/if}}\">x</a>",
        "<a {{#if url}}href=\"{{url}}\"{{/if}}>x</a>",
        "<a href=\"{{default url \"https://other.example\"}}\">x</a>",
        "<!--[if mso]><v:roundrect href=\"{{url}}\"></v:roundrect><![endif]-->"
      })
  void followsAValueWhateverItsEscaping(String html) {
    String url = "https://a.example/p?x=1&y='2'&z=ü%20#f=`";
    String mail =
        clicked(
            html,
            Map.of(
                "url",
                url.replace("'", html.contains("{{{") || html.contains("{{&") ? "%27" : "'")));
    assertThat(mail).contains("[7 1 https://a.example/p?x=1&y=").contains("&z=ü%20#f=`]");
    assertThat(mail).doesNotContain("\uFDD0").doesNotContain("\uFDD1");
  }

  @Test
  void numbersALinkInALoopOnce() {
    assertThat(
            clicked(
                "{{#each this}}<a href=\"https://a.example/{{@key}}\">x</a>{{/each}}",
                Map.of("p", "1")))
        .contains("[7 1 https://a.example/email]")
        .contains("[7 1 https://a.example/p]");
  }

  @Test
  void findsLinksThatValuesBringAsHtml() {
    assertThat(
            clicked(
                "<a href=\"https://a.example\">A</a>{{{more}}}",
                Map.of(
                    "more",
                    "<a href='https://b.example/?a=1&amp;b={{x}}'>B</a><a href='"
                        + OWN
                        + "'>U</a>")))
        .isEqualTo(
            "<a href=\"[7 1 https://a.example]\">A</a>"
                + "<a href='[7 2 https://b.example/?a=1&b={{x}}]'>B</a><a href='"
                + OWN
                + "'>U</a>");
  }

  /** Who could forge one would have us sign a link to anywhere. */
  @Test
  void takesNoMarkFromAValue() {
    assertThat(
            clicked(
                "<p>{{name}} {{x}}</p>", Map.of("x", "\uFDD0\uFDD01\uFDD1https://evil.example")))
        .doesNotContain("[7");
  }

  @Test
  void leavesTheTextAsItIs() {
    RenderedMail escaped =
        mail(
            "<p><a href=\"https://a.example/{{id}}\">https://a.example/1</a> <a href=\"https://b.example\">B</a></p>",
            Map.of("id", "1"),
            true,
            true);
    assertThat(escaped.text())
        .hasValue("https://a.example/1 (https://a.example/1) B (https://b.example)");
    RenderedMail raw =
        mail(
            "<p><a href=\"https://a.example\">https://a.example</a> {{{id}}}</p>",
            Map.of("id", "1"),
            true,
            true);
    assertThat(raw.text()).hasValue("https://a.example 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<p>x</p>|", "<html><body><p>x</p>|</body></html>", "<p>x</p>|</BODY></HTML>\n"})
  void putsThePictureAtTheEnd(String html) {
    String mail = mail(html.replace("|", ""), Map.of(), true, false).html();
    assertThat(mail)
        .isEqualTo(
            html.replace(
                "|",
                "<img src=\"[7]\" width=\"1\" height=\"1\" alt=\"\" border=\"0\""
                    + " style=\"width:1px;height:1px;border:0\">"));
  }

  @Test
  void saysWhereTheLinksOfATemplateLead() {
    assertThat(
            TrackedTemplate.targets(
                "<a href=\"https://a.example/?x=1&amp;y=2\">A</a><a href=\" {{url}} \">B</a>"))
        .containsExactly("https://a.example/?x=1&y=2", "{{url}}");
  }
}
