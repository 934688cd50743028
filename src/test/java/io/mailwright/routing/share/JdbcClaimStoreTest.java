package io.mailwright.routing.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import java.sql.PreparedStatement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcClaimStoreTest {
  private static final Claim ONE = new Claim("quotas:3", 7, new Standing(75, false), 120, true);
  private static final Claim OTHER = new Claim(Claim.PRESENCE, 8, new Standing(1, true), 0, false);

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void tellsEachNodeWhatTheOthersTold(Database database) {
    JdbcClaimStore store = new JdbcClaimStore(database);
    assertThat(store.isShared()).isEqualTo(database.dialect() == Dialect.POSTGRESQL);
    assertThat(store.exchange("a", List.of(ONE))).isEmpty();
    assertThat(store.exchange("b", List.of(OTHER))).containsExactly(ONE);
    Claim later = new Claim("quotas:3", 7, new Standing(75, false), 150, false);
    assertThat(store.exchange("a", List.of(later))).containsExactly(OTHER);
    assertThat(store.exchange("b", List.of(OTHER))).containsExactly(later);
    assertThat(store.exchange("a", List.of())).as("who sends nothing asks nothing").isEmpty();
    assertThat(store.exchange("b", List.of(OTHER))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void whatIsNotToldAnewCountsNoMore(Database database) {
    JdbcClaimStore store = new JdbcClaimStore(database);
    store.exchange("a", List.of(ONE));
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE share_claim SET told_at = told_at - INTERVAL '6' SECOND")) {
            update.executeUpdate();
          }
        });
    assertThat(store.exchange("b", List.of(OTHER))).isEmpty();
  }
}
