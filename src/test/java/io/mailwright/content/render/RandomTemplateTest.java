package io.mailwright.content.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mailwright.kernel.error.MailwrightException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomTemplateTest {
  private static final String[] PIECES = {
    "{{",
    "}}",
    "{{{",
    "}}}",
    "{{#",
    "{{/",
    "{{^",
    "{{else}}",
    "{{~",
    "~}}",
    "{{!",
    "{{!--",
    "--}}",
    "{{&",
    "{{>",
    "{{=",
    "=}}",
    "{{{{",
    "}}}}",
    "{{*",
    "{{#if name}}",
    "{{/if}}",
    "{{#each this}}",
    "{{/each}}",
    "{{#with this}}",
    "{{/with}}",
    "{{name}}",
    "{{{city}}}",
    "{{else if city}}",
    "name",
    "city",
    "this",
    "../",
    ".",
    "@key",
    "@root",
    "class",
    "if",
    "each",
    "upper",
    "eq",
    "(",
    ")",
    "\"",
    "'",
    "[",
    "]",
    "|",
    "as |a b|",
    "=",
    " ",
    "\n",
    "\r\n",
    "\\",
    "\\{{",
    "<p>",
    "</p>",
    "<a href=\"",
    "<!--",
    "<table>",
    "<td>",
    "<style>",
    "&amp;",
    "&#0;",
    "城市",
    "\u0000",
    "\uD83D",
    "\uDE00",
    "\u2028",
    "שלום",
    "1",
    "-1.5",
    "true",
    "null",
    "undefined",
    "x",
    "/"
  };

  @Test
  void nothingButTheDocumentedErrorsWhateverIsWritten() {
    Random random = new Random(20261124);
    TemplateCompiler compiler =
        new TemplateCompiler(
            Samples.limits(50_000, 2_000, Duration.ofSeconds(1)), System::nanoTime);
    int[] rendered = new int[1];
    Recipient recipient =
        new Recipient(
            "a@example.com",
            "<\u0000\uD83D{{name}}>",
            "zh_CN",
            "Mars/Base",
            Map.of("city", "\r\n", "城市", "x".repeat(500)));
    assertTimeoutPreemptively(
        Duration.ofSeconds(120),
        () -> {
          for (int i = 0; i < 4_000; i++) {
            TemplateSource source =
                new TemplateSource(
                    "fuzz",
                    random(random, 4),
                    random(random, 40),
                    random.nextBoolean() ? Optional.empty() : Optional.of(random(random, 10)),
                    List.of());
            try {
              RenderedMail mail = compiler.compile(source).render(recipient);
              assertThat(mail.subject()).doesNotContain("\r", "\n", "\u0000");
              assertThat(mail.html()).doesNotContain("\r", "\u0000");
              rendered[0]++;
            } catch (MailwrightException | RenderFailure documented) {
              assertThat(documented.getMessage()).isNotBlank().hasSizeLessThan(2_000);
            }
          }
        });
    assertThat(rendered[0]).as("templates that could be rendered").isGreaterThan(60);
  }

  private static String random(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
      if (random.nextInt(3) == 0) {
        text.append("{{#if name}}").append(random.nextBoolean() ? "{{name}}{{/if}}" : "x{{/if}}");
      }
    }
    return text.toString();
  }
}
