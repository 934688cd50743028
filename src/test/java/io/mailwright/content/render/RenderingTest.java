package io.mailwright.content.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hi {{name}} of {{city}}|Hi Ann of Zürich",
        "[{{nothing}}]|[]",
        "{{城市}} {{[城市]}} {{upper 城市}}|上海 上海 上海",
        "{{[First name]}} {{First_name}} {{First-name}} {{[ First (name) ]}}|Ann Ann Ann Ann",
        "{{#[First name]}}{{upper [First name]}}{{/[First name]}}|ANN",
        "{{default nothing \"[First name]\"}} \\{{[First name]}}|[First name] {{[First name]}}",
        "{{formatNumber -5}}|-5",
        "{{#if city}}in {{city}}{{else}}nowhere{{/if}}|in Zürich",
        "{{#if nothing}}a{{else if city}}b{{else}}c{{/if}}|b",
        "{{#unless nothing}}none{{/unless}}|none",
        "{{#with this}}{{name}}{{/with}}|Ann",
        "{{#city}}{{this}} {{email}}{{/city}}{{^nothing}}!{{/nothing}}|Zürich ann@example.com!",
        "{{#城市}}{{.}}{{/城市}}|上海",
        "{{default nothing \"friend\"}} {{default name \"friend\"}}|friend Ann",
        "{{upper city}} {{lower city}}|ZÜRICH zürich",
        "{{#if (startsWith locale \"zh\")}}你好{{else}}Hello{{/if}}|Hello",
        "{{#if (eq name \"Ann\")}}yes{{/if}}|yes",
        "{{formatNumber amount decimals=2}} {{formatNumber city}}|1,234.50 Zürich",
        "\\{{name}}|{{name}}",
        "a {{~name~}} b{{! note }}|aAnnb",
        "{{this}}{{.}}|''"
      })
  void fillsIn(String template, String expected) {
    assertThat(Samples.render(template, Samples.ANN)).isEqualTo(expected);
  }

  @Test
  void blockTagsOnLinesOfTheirOwnLeaveNoEmptyLines() {
    assertThat(Samples.render("a\n{{#if name}}\n  b\n{{else}}\n  c\n{{/if}}\nd\n", Samples.ANN))
        .isEqualTo("a\n  b\nd\n");
  }

  @Test
  void loopsOverFieldsThenAttributesInOneOrder() {
    Recipient recipient = new Recipient("e", "n", "l", "z", Map.of("b", "2", "a", "1"));
    assertThat(
            Samples.render(
                "{{#each this as |v k|}}{{k}}={{v}}{{#unless @last}};{{/unless}}{{/each}}",
                recipient))
        .isEqualTo("email=e;name=n;locale=l;timezone=z;a=1;b=2");
  }

  @Test
  void anAttributeCannotPoseAsAContactField() {
    Recipient recipient = new Recipient("a@example.com", "", "", "", Map.of("email", "b@evil"));
    assertThat(Samples.render("{{email}}", recipient)).isEqualTo("a@example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{[Full name]}} {{Full_Name}} {{Name}} {{姓名}}|Ann Lee Ann Lee Ann Lee Ann Lee",
        "{{[E-Mail]}} {{Email}} {{[Email address]}} {{邮箱}}|a@b.org a@b.org a@b.org a@b.org",
        "{{[Time zone]}} {{时区}} {{Locale}}|Europe/Paris Europe/Paris fr",
        "{{#if [Full name]}}{{upper [Full name]}}{{/if}}|ANN LEE"
      })
  void findsAFieldByTheHeadingThatBecameIt(String template, String expected) {
    Recipient recipient = new Recipient("a@b.org", "Ann Lee", "fr", "Europe/Paris", Map.of());
    assertThat(Samples.render(template, recipient)).isEqualTo(expected);
  }

  @Test
  void anAttributeGoesBeforeTheFieldOfThatHeading() {
    Recipient recipient =
        new Recipient("a@example.com", "Bob", "", "", Map.of("Full_name", "Bob Smith"));
    assertThat(Samples.render("{{[Full name]}}, {{name}}", recipient)).isEqualTo("Bob Smith, Bob");
    assertThat(Samples.render("<{{full_name}}>", recipient)).as("another case").isEqualTo("<>");
  }

  @Test
  void writesNumbersAndDatesByTheRecipientsLocaleAndZone() {
    Recipient recipient =
        new Recipient(
            "li@example.com",
            "李雷",
            "zh-CN",
            "Asia/Shanghai",
            Map.of("when", "2026-11-24T20:00:00Z", "day", "2026-11-24", "odd", "soon"));
    assertThat(
            Samples.render(
                "{{formatDate when style=\"long\"}}|{{formatDate day}}|{{formatDate odd}}",
                recipient))
        .startsWith("2026年11月25日")
        .contains("|2026年11月24日|soon");
  }

  @Test
  void escapesInHtmlOnly() {
    RenderedMail mail =
        new TemplateCompiler()
            .compile(Samples.source("{{name}}", "<p>{{name}}</p>", "{{name}}"))
            .render(Samples.named("<b>\"O'Neil\" & Co</b>"));
    assertThat(mail.subject()).isEqualTo("<b>\"O'Neil\" & Co</b>");
    assertThat(mail.text()).contains("<b>\"O'Neil\" & Co</b>");
    assertThat(mail.html()).isEqualTo("<p>&lt;b&gt;&quot;O&#x27;Neil&quot; &amp; Co&lt;/b&gt;</p>");
  }

  @Test
  void derivesTheTextFromTheHtmlAndFillsItIn() {
    RenderedMail mail =
        new TemplateCompiler()
            .compile(
                Samples.withoutText(
                    """
                    <html><head><title>x</title><style>p > a { color: red }</style></head><body>
                    <h1>Hello {{name}} &amp; all</h1>
                    <p>Come to <a href="https://example.com/?c={{city}}">our   shop</a>.<br>Soon.
                    <ul><li>one<li>two</ul>
                    <table>{{#each this}}<tr><td>{{@key}}</td><td>{{this}}</td></tr>{{/each}}</table>
                    <div style="display: none">preheader</div>
                    {{#if nothing}}<p>never</p>{{/if}}<p>Bye</p></body></html>
                    """))
            .render(new Recipient("e@example.com", "<Ann>", "", "", Map.of("city", "Bern")));
    assertThat(mail.text().orElseThrow())
        .isEqualTo(
            """
            Hello <Ann> & all

            Come to our shop (https://example.com/?c=Bern).
            Soon.

            - one
            - two

            email e@example.com
            name <Ann>
            locale
            timezone
            city Bern

            Bye""");
  }

  @Test
  void derivesTheTextFromTheRenderedHtmlWhereValuesAreHtml() {
    RenderedMail mail =
        new TemplateCompiler()
            .compile(Samples.withoutText("<div>{{{name}}}</div>"))
            .render(Samples.named("<b>bold</b> <i>words</i>"));
    assertThat(mail.text()).contains("bold words");
  }

  @Test
  void hasNoTextWhereThereIsNone() {
    assertThat(
            new TemplateCompiler()
                .compile(Samples.withoutText("<img src=\"cid:x\">"))
                .render(Samples.ANN)
                .text())
        .isEmpty();
  }

  @Test
  void sharesAttachmentsAmongRecipients() {
    byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
    RenderedAttachment file =
        new RenderedAttachment("a.txt", "text/plain", bytes, Optional.empty());
    CompiledTemplate template =
        new TemplateCompiler()
            .compile(new TemplateSource("t", "s", "h", Optional.empty(), List.of(file)));
    RenderedMail one = template.render(Samples.ANN);
    RenderedMail two = template.render(Samples.named("Bob"));
    assertThat(one.attachments()).isSameAs(two.attachments());
    assertThat(one.attachments().get(0).bytes()).isSameAs(bytes);
    assertThat(file)
        .isEqualTo(new RenderedAttachment("a.txt", "text/plain", bytes.clone(), Optional.empty()));
    assertThat(file.toString()).contains("5 bytes");
  }

  @Test
  void oneTemplateServesManyThreads() throws Exception {
    CompiledTemplate template =
        new TemplateCompiler().compile(Samples.html("{{#if name}}{{name}}{{/if}}-{{email}}"));
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> tasks =
          IntStream.range(0, 2_000)
              .mapToObj(i -> (Callable<String>) () -> template.render(named(i)).html())
              .collect(Collectors.toList());
      var results = pool.invokeAll(tasks);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo("n" + i + "-" + i + "@example.com");
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Recipient named(int i) {
    return new Recipient(i + "@example.com", "n" + i, "", "", Map.of());
  }

  @Test
  void sayWhereARenderingFailedWithoutTheContactsValues() {
    CompiledTemplate template =
        new TemplateCompiler().compile(Samples.html("<p>\n\n{{#each this}}{{big}}{{/each}}"));
    Recipient recipient =
        new Recipient("secret@example.com", "", "", "", Map.of("big", "y".repeat(600_000)));
    assertThatThrownBy(() -> template.render(recipient))
        .isInstanceOfSatisfying(
            RenderFailure.class,
            failure -> {
              assertThat(failure.template()).isEqualTo("t");
              assertThat(failure.part()).isEqualTo(TemplatePart.HTML);
              assertThat(failure.line()).hasValue(3);
              assertThat(failure.reason()).contains("longer than 1048576 characters");
              assertThat(failure.getMessage()).hasSizeLessThan(300).doesNotContain("secret", "yyy");
            });
  }
}
