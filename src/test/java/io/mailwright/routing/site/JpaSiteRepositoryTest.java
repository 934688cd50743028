package io.mailwright.routing.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.TestEntities;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpaSiteRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  private final List<SitesChanged> told = new ArrayList<>();

  private static SiteDraft draft(String name, List<String> domains, List<String> suffixes) {
    return new SiteDraft(name, "Site " + name, domains, suffixes);
  }

  private SiteRepository repository(EntityManager entities) {
    return new JpaSiteRepository(entities, TestEntities.CLOCK, told::add);
  }

  private Site site(TestEntities store, Function<SiteRepository, Site> work) {
    return store.in(e -> work.apply(repository(e)));
  }

  private void change(TestEntities store, Consumer<SiteRepository> work) {
    store.in(
        e -> {
          work.accept(repository(e));
          return null;
        });
  }

  private static ErrorCode refusal(ThrowingCallable call) {
    return catchThrowableOfType(MailwrightException.class, call).code();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsWhatPeopleAdd(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      Site made =
          site(
              store,
              s -> s.create(draft("My-Host", List.of("Straße.de"), List.of("MX.Host.Example"))));
      assertThat(made)
          .isEqualTo(
              new Site(
                  "my-host",
                  "Site My-Host",
                  List.of("xn--strae-oqa.de"),
                  List.of("mx.host.example"),
                  false,
                  true,
                  1));
      Site changed =
          site(
              store,
              s ->
                  s.change(
                      "my-host",
                      Revision.of(1),
                      draft("my-host", List.of("a.example"), List.of())));
      assertThat(changed.version()).isEqualTo(2);
      assertThat(site(store, s -> s.get("my-host"))).isEqualTo(changed);
      assertThat(new JdbcSiteStore(database).made()).containsExactly(changed);
      assertThat(refusal(() -> change(store, s -> s.delete("my-host", Revision.of(1)))))
          .isEqualTo(ErrorCode.STALE_VERSION);
      assertThat(
              refusal(
                  () ->
                      site(
                          store,
                          s ->
                              s.change(
                                  "my-host",
                                  Revision.of(2),
                                  draft("my-host", List.of(), List.of())))))
          .as("nothing would be found any more")
          .isEqualTo(ErrorCode.INVALID_FIELD);
      change(store, s -> s.delete("my-host", Revision.of(2)));
      assertThat(refusal(() -> site(store, s -> s.get("my-host")))).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(told).hasSize(3);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void coversABuiltInSiteUntilTheChangeIsDeleted(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      Site builtIn = site(store, s -> s.get("gmail"));
      assertThat(builtIn.builtIn()).isTrue();
      assertThat(builtIn.changed()).isFalse();
      assertThat(builtIn.version()).isEqualTo(1);
      Site changed =
          site(store, s -> s.change("gmail", Revision.of(1), draft("gmail", List.of(), List.of())));
      assertThat(changed.builtIn()).isTrue();
      assertThat(changed.changed()).isTrue();
      assertThat(changed.version()).isEqualTo(2);
      // Who still has the built-in's version has not seen the change.
      assertThat(
              refusal(
                  () ->
                      site(
                          store,
                          s ->
                              s.change(
                                  "gmail", Revision.of(1), draft("gmail", List.of(), List.of())))))
          .isEqualTo(ErrorCode.STALE_VERSION);
      Site again =
          site(
              store,
              s ->
                  s.change(
                      "gmail", Revision.of(2), draft("gmail", List.of("gmail.com"), List.of())));
      assertThat(again.version()).isEqualTo(3);
      assertThatList(store.in(e -> repository(e).all()))
          .hasSameSizeAs(BuiltInSites.byName().values())
          .contains(again)
          .isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
      change(store, s -> s.delete("gmail", Revision.of(3)));
      assertThat(site(store, s -> s.get("gmail"))).isEqualTo(builtIn);
      assertThat(refusal(() -> change(store, s -> s.delete("gmail", Revision.latest()))))
          .isEqualTo(ErrorCode.STILL_IN_USE);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void refusesWhatWouldBeTwoSites(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      site(store, s -> s.create(draft("one", List.of("a.example"), List.of("mx.example"))));
      assertThatThrownBy(
              () -> site(store, s -> s.create(draft("two", List.of("a.example"), List.of()))))
          .hasMessageContaining("the site one has");
      assertThatThrownBy(
              () -> site(store, s -> s.create(draft("two", List.of(), List.of("mx.example")))))
          .hasMessageContaining("the site one has");
      assertThat(
              refusal(
                  () -> site(store, s -> s.create(draft("one", List.of("b.example"), List.of())))))
          .isEqualTo(ErrorCode.NAME_TAKEN);
      assertThat(
              refusal(
                  () -> site(store, s -> s.create(draft("qq", List.of("b.example"), List.of())))))
          .isEqualTo(ErrorCode.NAME_TAKEN);
      assertThat(refusal(() -> site(store, s -> s.create(draft("none", List.of(), List.of())))))
          .isEqualTo(ErrorCode.INVALID_FIELD);
      assertThat(
              refusal(
                  () ->
                      site(
                          store,
                          s ->
                              s.change("one", Revision.of(1), draft("two", List.of(), List.of())))))
          .isEqualTo(ErrorCode.INVALID_FIELD);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a b", "-a", "a..b", "gmail/", "ü"})
  void refusesANameThatCannotStandInAnAddress(String name) {
    assertThat(refusal(() -> draft(name, List.of("a.example"), List.of())))
        .isEqualTo(ErrorCode.INVALID_FIELD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a@b.example", "*.example", "[192.0.2.1]", "com", "a b.example"})
  void refusesWhatIsNoDomain(String domain) {
    assertThat(refusal(() -> draft("x", List.of(domain), List.of())))
        .isEqualTo(ErrorCode.INVALID_FIELD);
  }
}
