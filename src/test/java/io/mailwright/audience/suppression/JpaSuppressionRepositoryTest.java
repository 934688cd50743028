package io.mailwright.audience.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.TestEntities;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaSuppressionRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  private static final long NEWS = 7;

  @ParameterizedTest
  @MethodSource(BOTH)
  void suppressesAnAddressOnceHoweverItIsWritten(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      Suppression first = add(store, database, draft("A_b@Example.com")).suppression();
      Suppression again = add(store, database, draft("a_b@example.com")).suppression();
      assertThat(again.id()).isEqualTo(first.id());
      List<SuppressionDraft> both = List.of(draft("a_b@example.com"), draft("axb@example.com"));
      assertThat((int) with(store, database, s -> s.addNow(both))).isEqualTo(1);
      assertThat((int) with(store, database, s -> s.addNow(both))).isZero();
      assertThat(keys(store, database, SuppressionQuery.startingWith("A_")))
          .containsExactly("a_b@example.com");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void findsAnAddressHoweverItsDomainIsWritten(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      add(store, database, draft("ann@bücher.example"));
      assertThat(keys(store, database, SuppressionQuery.startingWith("Ann@BÜCHER.example")))
          .containsExactly("ann@xn--bcher-kva.example");
      assertThat(keys(store, database, SuppressionQuery.startingWith("ann@xn--b"))).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void tellsOneListFromAll(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      SuppressionDraft ofNews = ofList("one@example.com", SuppressionReason.UNSUBSCRIBE);
      add(store, database, draft("one@example.com"));
      assertThat(add(store, database, ofNews).isNew()).isTrue();
      with(store, database, s -> s.addNow(List.of(ofList("two@example.com", reason()))));

      assertThat(keys(store, database, new SuppressionQuery("", null, NEWS)))
          .containsExactly("one@example.com", "two@example.com");
      assertThat(keys(store, database, new SuppressionQuery("", null, 0L)))
          .containsExactly("one@example.com");
      assertThat(
              keys(store, database, new SuppressionQuery("", SuppressionReason.UNSUBSCRIBE, NEWS)))
          .containsExactly("one@example.com");
      assertThat(
              (int)
                  with(
                      store,
                      database,
                      s ->
                          s.removeNow(
                              "one@example.com", List.of(NEWS), SuppressionReason.UNSUBSCRIBE)))
          .isEqualTo(1);
      List<Suppression> left = with(store, database, s -> s.of("one@example.com"));
      assertThat(left).singleElement().matches(Suppression::isOfAllLists);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void comesBackAsItWasInItsPlaceWithItsTime(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      Suppression was =
          add(store, database, ofList("one@example.com", SuppressionReason.COMPLAINT))
              .suppression();
      add(store, database, draft("two@example.com"));
      with(
          store,
          database,
          s -> {
            s.delete(was.id(), Revision.latest());
            return null;
          });
      Suppression now = with(store, database, s -> s.restore(was).suppression());
      assertThat(now.createdAt()).isEqualTo(was.createdAt());
      assertThat(now.draft()).isEqualTo(was.draft());
      assertThat(keys(store, database, new SuppressionQuery("", null, null)))
          .containsExactly("one@example.com", "two@example.com");
      boolean isNew = with(store, database, s -> s.restore(was).isNew());
      assertThat(isNew).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void listsThemInTheOrderTheyCameHoweverTheyWereEntered(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      add(store, database, draft("one@example.com"));
      with(store, database, s -> s.addNow(List.of(draft("two@example.com"))));
      add(store, database, draft("three@example.com"));
      with(store, database, s -> s.addNow(List.of(draft("four@example.com"))));
      add(store, database, draft("five@example.com"));
      assertThat(keys(store, database, new SuppressionQuery("", null, null)))
          .containsExactly(
              "one@example.com",
              "two@example.com",
              "three@example.com",
              "four@example.com",
              "five@example.com");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesOverWhatIsSaidOfAnAddressThatIsSuppressedAlready(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      assertThat(add(store, database, SuppressionReason.MANUAL, "ann", "first").isNew()).isTrue();
      SuppressionRepository.Entered stronger =
          add(store, database, SuppressionReason.COMPLAINT, "abuse desk", null);
      assertThat(stronger.isNew()).isFalse();
      assertThat(stronger.suppression().reason()).isEqualTo(SuppressionReason.COMPLAINT);
      assertThat(stronger.suppression().source()).isEqualTo("abuse desk");
      assertThat(stronger.suppression().note()).contains("first");
      assertThat(stronger.suppression().evidence()).contains("said by abuse desk");

      Suppression notWeaker =
          add(store, database, SuppressionReason.MANUAL, "bob", "called us").suppression();
      assertThat(notWeaker.reason()).isEqualTo(SuppressionReason.COMPLAINT);
      assertThat(notWeaker.source()).isEqualTo("abuse desk");
      assertThat(notWeaker.note()).contains("called us");

      Suppression other =
          add(store, database, SuppressionReason.UNSUBSCRIBE, "bob", null).suppression();
      assertThat(other.reason()).isEqualTo(SuppressionReason.UNSUBSCRIBE);
      assertThat(other.evidence()).contains("said by bob");
      assertThat(keys(store, database, SuppressionQuery.ALL)).hasSize(1);
    }
  }

  /** Else it would be gone when the bounce turns out to be none. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void aComplaintStandsInThePlaceOfABounce(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      assertThat(addNow(store, database, SuppressionReason.HARD_BOUNCE)).isEqualTo(1);
      assertThat(addNow(store, database, SuppressionReason.COMPLAINT)).isEqualTo(1);
      assertThat(addNow(store, database, SuppressionReason.UNSUBSCRIBE)).isZero();
      assertThat(addNow(store, database, SuppressionReason.HARD_BOUNCE)).isZero();
      List<Suppression> left = with(store, database, s -> s.of("one@example.com"));
      assertThat(left)
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.reason()).isEqualTo(SuppressionReason.COMPLAINT);
                assertThat(one.source()).isEqualTo("test COMPLAINT");
                assertThat(one.evidence()).contains("said COMPLAINT");
              });
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void noMachineTakesThePlaceOfAPerson(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      addNow(store, database, SuppressionReason.MANUAL);
      assertThat(addNow(store, database, SuppressionReason.COMPLAINT)).isZero();
    }
  }

  private static int addNow(TestEntities store, Database database, SuppressionReason reason) {
    return with(
        store,
        database,
        s ->
            s.addNow(
                List.of(
                    new SuppressionDraft(
                        "one@example.com",
                        SuppressionDraft.ALL_LISTS,
                        reason,
                        "test " + reason,
                        Optional.empty(),
                        Optional.of("said " + reason)))));
  }

  private static SuppressionRepository.Entered add(
      TestEntities store, Database database, SuppressionReason reason, String source, String note) {
    return add(
        store,
        database,
        new SuppressionDraft(
            "again@example.com",
            SuppressionDraft.ALL_LISTS,
            reason,
            source,
            Optional.ofNullable(note),
            Optional.of("said by " + source)));
  }

  private static SuppressionRepository.Entered add(
      TestEntities store, Database database, SuppressionDraft draft) {
    return with(store, database, s -> s.add(draft));
  }

  private static List<String> keys(TestEntities store, Database database, SuppressionQuery query) {
    return with(store, database, s -> s.page(PageRequest.first(9), query)).items().stream()
        .map(Suppression::emailKey)
        .toList();
  }

  private static SuppressionDraft draft(String email) {
    return SuppressionDraft.ofAllLists(EmailAddress.of(email).key(), reason(), "admin");
  }

  private static SuppressionDraft ofList(String email, SuppressionReason reason) {
    return new SuppressionDraft(email, NEWS, reason, "link", Optional.empty(), Optional.empty());
  }

  private static SuppressionReason reason() {
    return SuppressionReason.HARD_BOUNCE;
  }

  private static <T> T with(
      TestEntities store, Database database, Function<SuppressionRepository, T> work) {
    return store.in(e -> work.apply(TestSuppressions.of(e, database, TestEntities.CLOCK)));
  }
}
