package io.mailwright.content.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mailwright.content.render.Problem;
import io.mailwright.content.render.ProblemKind;
import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.Severity;
import io.mailwright.content.render.TemplatePart;
import io.mailwright.content.render.TemplateSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateCheckTest {

  private static TemplateCheck check(String html) {
    return TemplateCheck.of(
        new TemplateSource("t", "Hi {{name}}", html, Optional.of("text"), List.of()));
  }

  private static List<String> found(TemplateCheck check) {
    return check.problems().stream()
        .map(p -> p.kind().code() + "@" + p.line() + ":" + p.column())
        .toList();
  }

  @Test
  void hasNothingToSayAboutAGoodTemplate() {
    assertThat(
            check(
                    """
                    <!DOCTYPE html><html><head><style>p > a { color: red }</style></head><body>
                    <table><tr><td>{{#if name}}<b>{{name}}</b>{{/if}}<td>x</table>
                    <p>One<p>Two<br><img src="https://example.com/a.png" alt="">
                    <a href="https://example.com/?e={{email}}">here</a>
                    </body></html>
                    """)
                .problems())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>{{#if name}}x|syntax@1:17",
        "<p>{{name|syntax@1:10",
        "{{> header}}|not-supported@1:1",
        "{{lookup this \"x\"}}|unknown-helper@1:3",
        "{{First name}}|unknown-helper@1:3",
        "{{upper}}|helper-misused@1:3",
        "{{{name}}}|raw-value@1:1",
        "{{name.first}}|no-such-part@1:3",
        "{{company}}|unknown-variable@1:3",
        "<a href={{email}}>x</a>|unquoted-value@1:1",
        "<div><b>x</div>|unclosed-tag@1:6",
        "x</b>|stray-end-tag@1:2",
        "<img src=\"https://example.com/a.png\">|image-without-alt@1:1",
        "<img alt='' src='cid:logo'>|missing-inline-image@1:1",
        "<script>if (a < b) x()</script>|removed-by-clients@1:1",
        "<form></form>|removed-by-clients@1:1",
        "<p onclick='x()'>|removed-by-clients@1:1",
        "<a href=' java script:x()'>x</a>|script-link@1:1"
      })
  void findsAndLocates(String html, String expected) {
    assertThat(found(check(html))).containsExactly(expected);
  }

  @Test
  void countsLinesAndColumnsFromOne() {
    assertThat(found(check("<p>\n  <i>a</i>\n  {{company}}\r\n<b>\n")))
        .containsExactly("unclosed-tag@4:1", "unknown-variable@3:5");
  }

  @Test
  void findsAnInlineImageThatIsThere() {
    RenderedAttachment logo =
        new RenderedAttachment("l.png", "image/png", new byte[1], Optional.of("logo"));
    assertThat(
            TemplateCheck.of(
                    new TemplateSource(
                        "t", "s", "<img alt='' src='cid:logo'>", Optional.of("x"), List.of(logo)))
                .problems())
        .isEmpty();
  }

  @Test
  void looksAtSubjectAndText() {
    TemplateCheck check =
        TemplateCheck.of(
            new TemplateSource(
                "t", "a\nb {{#if}}", "<p>x</p>", Optional.of("{{/x}}\u0000"), List.of()));
    assertThat(check.problems())
        .extracting(Problem::kind, Problem::part)
        .contains(
            org.assertj.core.groups.Tuple.tuple(ProblemKind.SYNTAX, TemplatePart.SUBJECT),
            org.assertj.core.groups.Tuple.tuple(ProblemKind.SUBJECT_LINES, TemplatePart.SUBJECT),
            org.assertj.core.groups.Tuple.tuple(ProblemKind.SYNTAX, TemplatePart.TEXT),
            org.assertj.core.groups.Tuple.tuple(ProblemKind.CONTROL_CHARACTER, TemplatePart.TEXT));
    assertThat(check.isUsable()).isFalse();
  }

  @Test
  void saysThatTextWillBeDerivedAndThatAnEmptyMailIsNone() {
    TemplateCheck check =
        TemplateCheck.of(new TemplateSource("t", "", " ", Optional.empty(), List.of()));
    assertThat(check.problems())
        .extracting(Problem::kind)
        .containsExactly(
            ProblemKind.EMPTY_BODY, ProblemKind.EMPTY_SUBJECT, ProblemKind.TEXT_DERIVED);
  }

  @Test
  void tellsWhichVariablesAListMustHave() {
    TemplateCheck check = check("{{name}} {{公司}} {{#if city}}{{../city}}{{/if}} {{[First name]}}");
    assertThat(check.unknownVariables(Set.of("city"))).containsExactly("公司", "First_name");
    assertThat(check.isUsable()).isTrue();
  }

  @Test
  void isQuietAboutHeadingsThatBecomeAField() {
    TemplateCheck check = check("{{[Full name]}} {{Email}} {{姓名}}");
    assertThat(check.unknownVariables(Set.of())).isEmpty();
    assertThat(check.problems())
        .extracting(Problem::kind)
        .doesNotContain(ProblemKind.UNKNOWN_VARIABLE);
  }

  @Test
  void isQuietAboutColumnsThatAreThere() {
    TemplateSource source =
        new TemplateSource("t", "s", "{{company}} {{cty}}", Optional.of("x"), List.of());
    assertThat(TemplateCheck.of(source, Set.of("company", "city")).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message().english()).contains("\"cty\""));
  }

  @Test
  void warnsWhereGmailClips() {
    assertThat(found(check("<p>" + "x".repeat(110_000) + "</p>"))).containsExactly("clipped@0:0");
  }

  @ParameterizedTest
  @EnumSource(ProblemKind.class)
  void everyKindHasACodeAndWordsInBothLanguages(ProblemKind kind) {
    assertThat(kind.code()).matches("[a-z]+(-[a-z]+)*");
    assertThat(kind.severity()).isIn((Object[]) Severity.values());
    Problem problem = Problem.of(kind, TemplatePart.HTML, "X", "Y");
    assertThat(problem.message().english()).isNotBlank().doesNotContain("%");
    assertThat(problem.message().chinese())
        .matches("(?s).*[\\u4e00-\\u9fff].*")
        .doesNotContain("%");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "<a ",
        "<a b=",
        "<a b='",
        "<div>",
        "</div>",
        "<!--",
        "{{",
        "<script>",
        "<a {{",
        "\n<"
      })
  void endsSoonOnAMegabyteOfAnything(String unit) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(check(unit.repeat((1 << 20) / unit.length())).problems())
                .hasSizeLessThanOrEqualTo(TemplateCheck.MOST_PROBLEMS));
  }
}
