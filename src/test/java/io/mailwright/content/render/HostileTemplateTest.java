package io.mailwright.content.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.text.AttributeName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTemplateTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** On a busy machine the time limit would come before the one that a test is about. */
  private static final TemplateCompiler PATIENT =
      new TemplateCompiler(
          Samples.limits(1 << 20, 100_000, Duration.ofMinutes(1)), System::nanoTime);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{class.classLoader}}",
        "{{this.class.classLoader}}",
        "{{name.class}}{{name.bytes}}{{name.getBytes}}",
        "{{budget}}{{this.budget}}{{recipient}}{{@root.recipient.email}}",
        "{{#with name}}{{class}}{{bytes}}{{/with}}",
        "{{#each this}}{{class}}{{this.class}}{{../class}}{{/each}}",
        "{{#each name}}x{{/each}}",
        "{{#class}}x{{/class}}",
        "{{name.[0]}}{{this.[0]}}",
        "{{toString}}{{hashCode}}{{size}}{{entrySet}}{{empty}}"
      })
  void reachesNothingButValues(String template) {
    assertThat(Samples.render(template, Samples.ANN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{lookup this \"class\"}}",
        "{{#if (lookup this \"class\")}}x{{/if}}",
        "{{> partial}}",
        "{{> (lookup . \"x\")}}",
        "{{#> partial}}x{{/partial}}",
        "{{> @partial-block}}",
        "{{#block \"x\"}}y{{/block}}",
        "{{#partial \"x\"}}y{{/partial}}",
        "{{{{raw}}}}x{{{{/raw}}}}",
        "{{{{if name}}}}x{{{{/if}}}}",
        "{{log name}}",
        "{{log \"x\" level=\"error\"}}",
        "{{precompile \"x\"}}",
        "{{embedded \"x\"}}",
        "{{include \"x\"}}",
        "{{i18n \"x\"}}",
        "{{i18nJs \"x\"}}",
        "{{#*inline \"x\"}}y{{/inline}}",
        "{{* decorator}}",
        "{{=<% %>=}}",
        "{{@mailwright}}{{@pdata}}",
        "{{helperMissing \"x\"}}"
      })
  void refusesEveryOtherWay(String template) {
    assertThatThrownBy(() -> new TemplateCompiler().compile(Samples.html(template)))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.TEMPLATE_NOT_USABLE);
              assertThat(refusal.field()).contains("html");
              assertThat(refusal.getMessage()).startsWith("Line 1, column ");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{#if name}}x",
        "{{name",
        "{{/if}}",
        "{{#if name}}x{{/each}}",
        "{{}}",
        "{{{name}}",
        "{{else}}",
        "{{#if}}x{{/if}}",
        "{{if name}}",
        "{{upper}}",
        "{{!-- never closed",
        "{{#each this as |}}x{{/each}}",
        "{{name \"never closed}}"
      })
  void refusesWhatItCannotRead(String template) {
    assertThatThrownBy(() -> new TemplateCompiler().compile(Samples.html(template)))
        .isInstanceOf(MailwrightException.class);
  }

  @Test
  void stopsExponentialLoopsThatWriteNothing() {
    String template = "{{#each @root}}".repeat(10) + "{{/each}}".repeat(10);
    assertStopsIn(template, Samples.withAttributes(100, "v"), "loop rounds");
  }

  @Test
  void stopsExponentialLoopsThatWrite() {
    String template = "{{#each @root}}x".repeat(10) + "{{/each}}".repeat(10);
    assertStopsIn(template, Samples.withAttributes(100, "v"), "loop rounds");
  }

  @Test
  void stopsAtTheFirstCharacterOverAMegabyte() {
    assertStopsIn("{{name}}{{name}}", Samples.named("n".repeat(600_000)), "characters");
    assertThat(Samples.render("{{name}}", Samples.named("n".repeat(1 << 20)))).hasSize(1 << 20);
  }

  @Test
  void stopsABlockThatGrowsInABuffer() {
    String template = "{{#if name}}" + "{{#each this}}{{a0}}{{/each}}".repeat(3_000) + "{{/if}}";
    assertStopsIn(template, Samples.withAttributes(50, "v".repeat(1_000)), "characters");
  }

  @Test
  void stopsWhenTheTimeIsOver() {
    AtomicLong clock = new AtomicLong();
    TemplateCompiler compiler =
        new TemplateCompiler(
            Samples.limits(1 << 20, 100_000, Duration.ofMillis(5)),
            () -> clock.getAndAdd(1_000_000));
    CompiledTemplate template = compiler.compile(Samples.html("{{#each this}}{{/each}}"));
    assertThatThrownBy(() -> template.render(Samples.withAttributes(1_000, "v")))
        .isInstanceOf(RenderFailure.class)
        .hasMessageContaining("5 ms");
  }

  @Test
  void refusesDeepNestingWithoutRecursingIntoIt() {
    for (String unit :
        new String[] {
          "{{#if name}}", "{{^name}}", "{{#a}}\\{{/a}}", "{{#each this}}{{!{{/each}}}}"
        }) {
      assertTimeoutPreemptively(
          SOON,
          () ->
              assertThatThrownBy(
                      () -> new TemplateCompiler().compile(Samples.html("\n" + unit.repeat(4_500))))
                  .hasMessageContaining("deeper than 32"));
    }
    String parentheses = "{{upper " + "(upper ".repeat(4_500) + "name" + ")".repeat(4_500) + "}}";
    assertThatThrownBy(() -> new TemplateCompiler().compile(Samples.html(parentheses)))
        .hasMessageContaining("deeper than 32");
    String chain = "{{#if a}}" + "{{else if b}}".repeat(4_500) + "{{/if}}";
    assertThatThrownBy(() -> new TemplateCompiler().compile(Samples.html(chain)))
        .hasMessageContaining("deeper than 32");
  }

  @Test
  void readsAMegabyteInBoundedTime() {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          String plain = "<p>words and words</p>\n".repeat(45_000);
          assertThat(Samples.render(plain, Samples.ANN)).isEqualTo(plain);
          assertThat(Samples.render("{".repeat(1) + " {".repeat(500_000), Samples.ANN))
              .isNotEmpty();
          String tags = "{{name}} and more words follow here, quite a lot of them, {{city}}\n";
          assertThat(Samples.render(tags.repeat(4_900), Samples.ANN)).startsWith("Ann and");
        });
    assertThatThrownBy(
            () -> new TemplateCompiler().compile(Samples.html("x".repeat((1 << 20) + 1))))
        .hasMessageContaining("1048577 characters");
    assertThatThrownBy(() -> new TemplateCompiler().compile(Samples.html("{{a}}".repeat(10_001))))
        .hasMessageContaining("10000");
  }

  @Test
  void noValueBeginsAHeader() {
    CompiledTemplate template =
        new TemplateCompiler().compile(Samples.source("Hi {{name}}!", "h", "t"));
    String subject =
        template
            .render(Samples.named("A\r\nBcc: b@example.com\u0000\u2028x\u0085y\u0007\t z\u001b[0m"))
            .subject();
    assertThat(subject).isEqualTo("Hi A Bcc: b@example.com x y z[0m!");
  }

  @Test
  void valuesKeepPairsAndDirectionAndLoseWhatMailCannotCarry() {
    RenderedMail mail =
        new TemplateCompiler()
            .compile(Samples.source("{{name}}", "<p>{{name}}</p>", "{{name}}\r\n{{name}}\rend"))
            .render(Samples.named("\uD83D\uDE00שלום\u0000\uD83D"));
    assertThat(mail.subject()).isEqualTo("\uD83D\uDE00שלום\uFFFD");
    assertThat(mail.html()).isEqualTo("<p>\uD83D\uDE00שלום\uFFFD</p>");
    assertThat(mail.text()).contains("\uD83D\uDE00שלום\uFFFD\n\uD83D\uDE00שלום\uFFFD\nend");
  }

  @Test
  void aValueIsNeverReadAsATemplate() {
    assertThat(Samples.render("{{name}}", Samples.named("{{email}}{{> x}}")))
        .isEqualTo("{{email}}{{&gt; x}}");
    RenderedMail mail =
        new TemplateCompiler()
            .compile(Samples.withoutText("<p>{{name}}</p>"))
            .render(Samples.named("{{email}}"));
    assertThat(mail.text()).contains("{{email}}");
  }

  @Test
  void anExponentDoesNotBecomeAGigabyteOfDigits() {
    Recipient recipient =
        new Recipient("e", "", "no-such-locale-at-all", "No/Zone", Map.of("n", "1E999999999"));
    assertThat(Samples.render("{{formatNumber n}}", recipient)).isEqualTo("1E999999999");
    assertThat(Samples.render("{{formatNumber 7 decimals=2000000000}}", recipient))
        .matches("7[.,]0{9}");
  }

  private static void assertStopsIn(String template, Recipient recipient, String why) {
    assertTimeoutPreemptively(
        SOON,
        () -> {
          CompiledTemplate compiled = PATIENT.compile(Samples.html(template));
          assertThatThrownBy(() -> compiled.render(recipient))
              .isInstanceOf(RenderFailure.class)
              .hasMessageContaining(why);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"class", "constructor", "__proto__", "toString", "entrySet", "budget"})
  void aColumnWithTheNameOfSomethingInTheCodeIsAColumn(String heading) {
    Recipient recipient =
        new Recipient("a@example.com", "A", "", "", Map.of(AttributeName.of(heading), "<v>"));
    assertThat(Samples.render("{{" + heading + "}}", recipient)).isEqualTo("&lt;v&gt;");
    assertThat(Samples.render("{{" + heading + ".class}}{{name.class}}", recipient)).isEmpty();
  }
}
