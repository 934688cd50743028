package io.mailwright.routing.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.TestEntities;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DkimKeyRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final SecretBox SECRETS =
      new SecretBox(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());

  private static DkimKeyDraft draft(String domain, String selector, DkimAlgorithm algorithm) {
    return new DkimKeyDraft(domain, Optional.ofNullable(selector), algorithm, true);
  }

  private static List<String> selectors(TestEntities store, String domain) {
    return keys(store, k -> k.signing(domain).stream().map(DkimKey::selector).toList());
  }

  private static <T> T keys(TestEntities store, Function<DkimKeyRepository, T> work) {
    return store.in(e -> work.apply(new JpaDkimKeyRepository(e, SECRETS, TestEntities.CLOCK)));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void storesTheKeySealedAndOpensIt(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      DkimKey made =
          keys(store, k -> k.create(draft("Пример.example", "S1", DkimAlgorithm.RSA_SHA256)));
      PrivateKey key = keys(store, k -> k.get(made.id())).open(SECRETS);
      assertThat(key.getAlgorithm()).isEqualTo("RSA");
      assertThat(stored(database))
          .startsWith("v1:")
          .doesNotContain(Base64.getEncoder().encodeToString(key.getEncoded()).substring(40, 80));
      assertThat(made.dnsRecord().name()).isEqualTo("s1._domainkey.xn--e1afmkfd.example");
      assertThat(made.dnsRecord().value()).startsWith("v=DKIM1; k=rsa; p=MIIBIjAN");
      assertThat(made.dnsRecord().zoneLine())
          .matches(".* IN TXT \\( \"[^\"]{255}\" \"[^\"]+\" \\)");
    }
  }

  private static String stored(Database database) {
    return database.query(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT private_key FROM dkim_key")) {
            row.next();
            return row.getString(1);
          }
        });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void signsWithTheNewestActiveKeyOfEachAlgorithm(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      keys(store, k -> k.create(draft("example.com", "e1", DkimAlgorithm.ED25519_SHA256)));
      keys(store, k -> k.create(draft("example.com", "r1", DkimAlgorithm.RSA_SHA256)));
      DkimKey newest =
          keys(store, k -> k.create(draft("example.com", "r2", DkimAlgorithm.RSA_SHA256)));
      keys(store, k -> k.create(draft("mail.example.com", "x", DkimAlgorithm.RSA_SHA256)));
      assertThat(selectors(store, "example.com")).containsExactly("r2", "e1");
      keys(store, k -> k.activate(newest.id(), Revision.of(1), false));
      assertThat(selectors(store, "example.com")).containsExactly("r1", "e1");
      assertThat(selectors(store, "example.org")).isEmpty();
      assertThat(keys(store, k -> k.page(PageRequest.first(10))).items()).hasSize(4);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void refusesASelectorTwiceAndGivesOneIfThereIsNone(Database database) {
    try (TestEntities store = new TestEntities(database)) {
      DkimKey made =
          keys(store, k -> k.create(draft("example.com", null, DkimAlgorithm.ED25519_SHA256)));
      assertThat(made.selector()).isEqualTo("mw20261124-ed25519");
      assertThat(made.dnsRecord().value()).matches("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=");
      assertThatThrownBy(
              () ->
                  keys(
                      store,
                      k -> k.create(draft("EXAMPLE.com", null, DkimAlgorithm.ED25519_SHA256))))
          .isInstanceOfSatisfying(
              MailwrightException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_TAKEN));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, s, domain",
    "a@example.com, s, domain",
    "example..com, s, domain",
    "example.com, a b, selector",
    "example.com, a..b, selector",
    "example.com, -a, selector",
    "example.com, é, selector"
  })
  void refusesWhatDnsCannotCarry(String domain, String selector, String field) {
    assertThatThrownBy(() -> draft(domain, selector, DkimAlgorithm.RSA_SHA256))
        .isInstanceOfSatisfying(
            MailwrightException.class, e -> assertThat(e.field()).contains(field));
  }

  @Test
  void refusesNamesTooLongForDns() {
    String domain = ("a".repeat(60) + ".").repeat(3) + "example";
    assertThatThrownBy(() -> draft(domain, "s".repeat(60), DkimAlgorithm.RSA_SHA256))
        .hasMessageContaining("too long");
  }
}
