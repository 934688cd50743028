package io.mailwright.content.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.TestEntities;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaTemplateRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  private static TemplateSource source(String html, int attachmentSize) {
    byte[] bytes = new byte[attachmentSize];
    new Random(1).nextBytes(bytes);
    return new TemplateSource(
        "Welcome",
        "你好 {{name}}",
        html,
        Optional.empty(),
        List.of(
            new RenderedAttachment("报价.pdf", "application/pdf", bytes, Optional.empty()),
            new RenderedAttachment("logo.png", "image/png", new byte[] {1}, Optional.of("logo"))));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsEveryVersionAsItWas(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      TemplateSource first = source("<p>1</p>", 200_000);
      TemplateSource second = source("<p>é</p>".repeat(50_000), 3);
      Template made = with(store, templates -> templates.create(first));
      Template saved =
          with(store, templates -> templates.save(made.id(), Revision.of(made.version()), second));
      assertThat(saved.currentNo()).isEqualTo(2);
      TemplateSource old = with(store, templates -> templates.source(made.id(), 1));
      assertThat(old).isEqualTo(first);
      TemplateSource current = with(store, templates -> templates.current(made.id()));
      assertThat(current).isEqualTo(second);
      List<TemplateVersion> versions = with(store, templates -> templates.versions(made.id()));
      assertThat(versions).extracting(TemplateVersion::no).containsExactly(2, 1);
      with(
          store,
          templates -> {
            templates.delete(made.id(), Revision.latest());
            return null;
          });
      List<TemplateVersion> left = with(store, templates -> templates.versions(made.id()));
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void refusesAPartThatIsTooLongForAnyMail(Database database) {
    String longest = "x".repeat(1_048_576);
    try (TestEntities store = new TestEntities(database)) {
      Template made = with(store, templates -> templates.create(parts("s", longest, longest)));
      assertThat(with(store, templates -> templates.current(made.id())).html()).hasSize(1_048_576);
      assertRefused(store, made, parts("s", longest + "x", "t"), "html");
      assertRefused(store, made, parts("s", "h", longest + "x"), "text");
      assertRefused(store, made, parts("s".repeat(2001), "h", "t"), "subject");
    }
  }

  private static TemplateSource parts(String subject, String html, String text) {
    return new TemplateSource("Long", subject, html, Optional.of(text), List.of());
  }

  private static void assertRefused(
      TestEntities store, Template made, TemplateSource source, String field) {
    List<Function<TemplateRepository, Template>> ways =
        List.of(t -> t.create(source), t -> t.save(made.id(), Revision.latest(), source));
    for (Function<TemplateRepository, Template> way : ways) {
      assertThatThrownBy(() -> with(store, way))
          .isInstanceOfSatisfying(
              MailwrightException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD);
                assertThat(e.field()).contains(field);
                assertThat(e.getMessage()).containsPattern("at most (1048576|2000) ");
              });
    }
  }

  private static <T> T with(TestEntities store, Function<TemplateRepository, T> work) {
    return store.in(
        entities -> work.apply(new JpaTemplateRepository(entities, TestEntities.CLOCK)));
  }
}
