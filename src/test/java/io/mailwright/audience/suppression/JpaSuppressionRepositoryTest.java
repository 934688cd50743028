package io.mailwright.audience.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.testing.TestEntities;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaSuppressionRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  @ParameterizedTest
  @MethodSource(BOTH)
  void suppressesAnAddressOnceHoweverItIsWritten(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      Suppression first =
          with(store, database, s -> s.add(email("A_b@Example.com"), reason(), "admin", null))
              .suppression();
      Suppression again =
          with(store, database, s -> s.add(email("a_b@example.com"), reason(), "admin", "x"))
              .suppression();
      assertThat(again.id()).isEqualTo(first.id());
      assertThat(
              (boolean)
                  with(store, database, s -> s.addNow("a_b@example.com", reason(), "c 1", "550")))
          .isFalse();
      assertThat(
              (boolean)
                  with(store, database, s -> s.addNow("axb@example.com", reason(), "c 1", null)))
          .isTrue();
      assertThat(with(store, database, s -> s.page(PageRequest.first(9), "a_")).items())
          .extracting(Suppression::emailKey)
          .containsExactly("a_b@example.com");
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

      Suppression notWeaker =
          add(store, database, SuppressionReason.MANUAL, "bob", "called us").suppression();
      assertThat(notWeaker.reason()).isEqualTo(SuppressionReason.COMPLAINT);
      assertThat(notWeaker.source()).isEqualTo("abuse desk");
      assertThat(notWeaker.note()).contains("called us");

      Suppression other =
          add(store, database, SuppressionReason.UNSUBSCRIBE, "bob", null).suppression();
      assertThat(other.reason()).isEqualTo(SuppressionReason.UNSUBSCRIBE);
      assertThat(with(store, database, s -> s.page(PageRequest.first(9), "")).items()).hasSize(1);
    }
  }

  private static SuppressionRepository.Entered add(
      TestEntities store, Database database, SuppressionReason reason, String source, String note) {
    return with(store, database, s -> s.add(email("again@example.com"), reason, source, note));
  }

  private static SuppressionReason reason() {
    return SuppressionReason.HARD_BOUNCE;
  }

  private static EmailAddress email(String text) {
    return EmailAddress.of(text);
  }

  private static <T> T with(
      TestEntities store, Database database, Function<SuppressionRepository, T> work) {
    return store.in(e -> work.apply(new JpaSuppressionRepository(e, database, TestEntities.CLOCK)));
  }
}
