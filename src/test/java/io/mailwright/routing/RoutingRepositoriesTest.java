package io.mailwright.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.quota.DailyReset;
import io.mailwright.routing.quota.QuotaRule;
import io.mailwright.testing.TestCertificate;
import io.mailwright.testing.TestEntities;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoutingRepositoriesTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final SecretBox SECRETS =
      new SecretBox(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());

  @TempDir private static Path folder;
  private static String certificate;

  @BeforeAll
  static void makeACertificate() throws Exception {
    certificate = TestCertificate.make(folder, "dns:localhost").pem();
  }

  private static ServerDraft draft(String name, Optional<String> secret) {
    return new ServerDraft(
        name,
        "[2001:db8::1]",
        587,
        TlsMode.STARTTLS,
        true,
        Optional.of(certificate),
        Optional.of(new ServerDraft.Login(AuthMethod.PLAIN, "mailer", secret)),
        4,
        Optional.of(50),
        Optional.of(Duration.ofMillis(20)),
        List.of());
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void sealsTheSecretAndKeepsItWhenAChangeLeavesItOut(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      MailServer made = servers(store, s -> s.create(draft("Relay", Optional.of("hunter2"))));
      assertThat(made.login().orElseThrow().sealedSecret()).doesNotContain("hunter2");
      assertThat(made.draft()).isEqualTo(draft("Relay", Optional.empty()));
      servers(store, s -> s.change(made.id(), Revision.of(1), draft("Other", Optional.empty())));
      MailServer read = servers(store, s -> s.get(made.id()));
      assertThat(read.name()).isEqualTo("Other");
      assertThat(read.version()).isEqualTo(2);
      assertThat(read.login().orElseThrow().open(SECRETS)).isEqualTo("hunter2");
      assertThat(read.login().toString() + draft("x", Optional.of("hunter2")))
          .doesNotContain("hunter2")
          .doesNotContain(read.login().orElseThrow().sealedSecret());
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void knowsWhetherAStoredSecretNeedsTheKey(Database database) {
    JdbcSealedSecrets sealed = new JdbcSealedSecrets(database);
    try (TestEntities store = new TestEntities(database)) {
      servers(store, s -> s.create(plain("Open", 25)));
      assertThat(sealed.exist()).isFalse();
      servers(store, s -> s.create(draft("Relay", Optional.of("hunter2"))));
      assertThat(sealed.exist()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void asksForASecretWhenNoneIsStored(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      assertThatThrownBy(() -> servers(store, s -> s.create(draft("Relay", Optional.empty()))))
          .isInstanceOfSatisfying(
              MailwrightException.class, e -> assertThat(e.field()).contains("auth.secret"));
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsOneBuiltInServerOverManyStarts(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      ServerDraft sandbox = plain("Sandbox", 2525);
      MailServer first = servers(store, s -> s.keepBuiltIn(sandbox));
      MailServer second = servers(store, s -> s.keepBuiltIn(sandbox));
      MailServer moved = servers(store, s -> s.keepBuiltIn(plain("Sandbox", 2526)));
      assertThat(second.version()).isEqualTo(first.version());
      assertThat(moved.id()).isEqualTo(first.id());
      assertThat(moved.port()).isEqualTo(2526);
      assertThatThrownBy(
              () -> servers(store, s -> s.change(first.id(), Revision.latest(), sandbox)))
          .hasMessageContaining("built in");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsTheQuotasOfAServer(Database database) {
    QuotaRule second = new QuotaRule(1000, RateUnit.SECOND, Optional.empty());
    QuotaRule day =
        new QuotaRule(
            50_000, RateUnit.DAY, DailyReset.of(Optional.of("09:00"), Optional.of("UTC")));
    QuotaRule rollingDay = new QuotaRule(60_000, RateUnit.DAY, Optional.empty());
    try (TestEntities store = new TestEntities(database)) {
      ServerDraft draft = plain("A", 25).withQuotas(List.of(day, second, rollingDay));
      MailServer made = servers(store, s -> s.create(draft));
      MailServer read = servers(store, s -> s.get(made.id()));
      assertThat(read.quotas()).containsExactlyInAnyOrder(second, rollingDay, day);
      assertThat(read.draft().quotas()).isEqualTo(read.quotas());

      QuotaRule less = new QuotaRule(900, RateUnit.SECOND, Optional.empty());
      MailServer changed =
          servers(
              store,
              s -> s.change(made.id(), Revision.of(1), draft.withQuotas(List.of(less, day))));
      assertThat(changed.version()).isEqualTo(2);
      assertThat(servers(store, s -> s.get(made.id())).quotas()).containsExactly(less, day);
      servers(
          store,
          s -> {
            s.delete(made.id(), Revision.latest());
            return null;
          });
      assertThatThrownBy(() -> draft.withQuotas(List.of(second, less)))
          .hasMessageContaining("two for the same window");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void changesTheMembersOfAPool(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      long a = servers(store, s -> s.create(plain("A", 25))).id();
      long b = servers(store, s -> s.create(plain("B", 25))).id();
      Pool made =
          pools(store, p -> p.create("Main", List.of(new PoolMember(a, 1), new PoolMember(b, 2))));
      Pool changed =
          pools(store, p -> p.change(made.id(), Revision.of(1), "Main", List.of(member(b, 3))));
      assertThat(changed.version()).isEqualTo(2);
      Pool read = pools(store, p -> p.get(made.id()));
      assertThat(read.members()).containsExactly(member(b, 3));
      assertThatThrownBy(
              () ->
                  servers(
                      store,
                      s -> {
                        s.delete(b, Revision.latest());
                        return null;
                      }))
          .hasMessageContaining("is used by");
      assertThatThrownBy(() -> pools(store, p -> p.create("X", List.of(member(999_999, 1)))))
          .hasMessageContaining("does not exist");
      assertThatThrownBy(
              () -> pools(store, p -> p.create("X", List.of(member(a, 1), member(a, 2)))))
          .hasMessageContaining("twice");
    }
  }

  private static ServerDraft from(SourceAddress... sources) {
    ServerDraft plain = plain("Relay", 25);
    return new ServerDraft(
        plain.name(),
        plain.host(),
        plain.port(),
        plain.tls(),
        plain.tlsRequired(),
        plain.caPem(),
        plain.login(),
        plain.maxConnections(),
        plain.maxMailsPerConnection(),
        plain.interval(),
        List.of(sources));
  }

  private static SourceAddress source(String address, int weight) {
    return new SourceAddress(address, weight, Optional.empty());
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aSourceThatComesBackIsTheSameRoute(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      SourceAddress one = source("127.0.0.2", 1);
      SourceAddress other = source("127.0.0.3", 3);
      long id = servers(store, s -> s.create(from(one, other))).id();
      MailServer made = servers(store, s -> s.get(id));
      assertThat(made.draft().sources()).containsExactly(one, other);
      List<Long> routes = made.sources().stream().map(ServerSource::id).toList();
      assertThat(routes).doesNotContain(id).doesNotHaveDuplicates();
      servers(store, s -> s.change(id, Revision.of(1), from(source("127.0.0.3", 5))));
      MailServer less = servers(store, s -> s.get(id));
      assertThat(less.version()).isEqualTo(2);
      assertThat(less.draft().sources()).containsExactly(source("127.0.0.3", 5));
      servers(store, s -> s.change(id, Revision.of(2), from(one, source("::1", 1))));
      MailServer more = servers(store, s -> s.get(id));
      assertThat(more.sources().get(0).id()).isEqualTo(routes.get(0));
      assertThat(more.draft().sources()).hasSize(2).contains(one);
      servers(store, s -> s.change(id, Revision.of(3), from()));
      assertThat(servers(store, s -> s.get(id)).sources()).isEmpty();
      servers(
          store,
          s -> {
            s.delete(id, Revision.latest());
            return null;
          });
      Optional<MailServer> deleted = servers(store, s -> s.find(id));
      assertThat(deleted).isEmpty();
    }
  }

  @Test
  void refusesASourceTwiceAndTurnsOfSomeOnly() {
    assertThatThrownBy(() -> from(source("::1", 1), source("0:0:0:0:0:0:0:1", 1)))
        .hasMessageContaining("twice");
    assertThatThrownBy(
            () -> from(source("::1", 1), new SourceAddress("127.0.0.2", 1, Optional.of(5))))
        .hasMessageContaining("every source");
  }

  private static PoolMember member(long server, int weight) {
    return new PoolMember(server, weight);
  }

  private static ServerDraft plain(String name, int port) {
    return new ServerDraft(
        name,
        "localhost",
        port,
        TlsMode.NONE,
        false,
        Optional.empty(),
        Optional.empty(),
        8,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static <T> T servers(TestEntities store, Function<MailServerRepository, T> work) {
    return store.in(e -> work.apply(new JpaMailServerRepository(e, SECRETS, TestEntities.CLOCK)));
  }

  private static <T> T pools(TestEntities store, Function<PoolRepository, T> work) {
    return store.in(e -> work.apply(new JpaPoolRepository(e, TestEntities.CLOCK)));
  }
}
