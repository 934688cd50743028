package io.mailwright.routing.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestEntities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CachedSiteDirectoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T10:00:00Z"));
  private final Map<String, CompletableFuture<MxAnswer>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<CachedSiteDirectory> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(CachedSiteDirectory::close);
  }

  private CachedSiteDirectory directory(Database database, boolean looksUp, Duration wait) {
    CachedSiteDirectory made =
        new CachedSiteDirectory(
            new JdbcSiteStore(database),
            domain -> {
              asked.add(domain);
              return answers.computeIfAbsent(
                  domain, d -> CompletableFuture.completedFuture(new MxAnswer.Unreachable()));
            },
            clock,
            looksUp,
            wait);
    open.add(made);
    return made;
  }

  private CachedSiteDirectory directory(Database database) {
    return directory(database, true, CachedSiteDirectory.LONGEST_WAIT);
  }

  private void answer(String domain, MxAnswer answer) {
    answers.put(domain, CompletableFuture.completedFuture(answer));
  }

  private static MxAnswer found(Duration ttl, String... exchangers) {
    return new MxAnswer.Found(List.of(exchangers), ttl);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void knowsForADayWhichDomainsTakeNoMail(Database database) {
    answer("nullmx.fr", new MxAnswer.TakesNoMail());
    answer("none.fr", new MxAnswer.None());
    CachedSiteDirectory first = directory(database);
    assertThat(first.resolve(List.of("nullmx.fr", "none.fr")))
        .containsEntry("nullmx.fr", "nullmx.fr");
    CachedSiteDirectory later = directory(database);
    later.refresh();
    for (CachedSiteDirectory directory : List.of(first, later)) {
      assertThat(directory.takesNoMail("nullmx.fr")).isTrue();
      assertThat(directory.takesNoMail("none.fr")).isFalse();
      assertThat(directory.siteOf("nullmx.fr")).isEqualTo("nullmx.fr");
    }
    clock.forward(Lifetime.OF_NONE);
    assertThat(first.takesNoMail("nullmx.fr")).as("it may have changed").isFalse();
    answer("nullmx.fr", new MxAnswer.Failed());
    first.resolve(List.of("nullmx.fr"));
    assertThat(first.takesNoMail("nullmx.fr")).as("nobody says so now").isFalse();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void groupsDomainsByTableThenExchangerThenByThemselves(Database database) {
    answer("company.de", found(Duration.ofHours(2), "aspmx.l.google.com"));
    answer("club.fr", found(Duration.ofHours(2), "mx1.hosting.fr", "mx2.hosting.fr"));
    answer("shop.fr", found(Duration.ofHours(2), "mx.hosting.fr"));
    answer("nomail.fr", new MxAnswer.None());
    answer("broken.fr", new MxAnswer.Failed());
    CachedSiteDirectory directory = directory(database);
    assertThat(
            directory.resolve(
                List.of(
                    "gmail.com",
                    "company.de",
                    "club.fr",
                    "shop.fr",
                    "nomail.fr",
                    "broken.fr",
                    "silent.fr",
                    "mail.example",
                    "[192.0.2.7]")))
        .containsExactly(
            Map.entry("gmail.com", "gmail"),
            Map.entry("company.de", "google-workspace"),
            Map.entry("club.fr", "hosting.fr"),
            Map.entry("shop.fr", "hosting.fr"),
            Map.entry("nomail.fr", "nomail.fr"),
            Map.entry("broken.fr", "broken.fr"),
            Map.entry("silent.fr", "silent.fr"),
            Map.entry("mail.example", "mail.example"),
            Map.entry("[192.0.2.7]", "[192.0.2.7]"));
    assertThat(asked)
        .containsExactlyInAnyOrder(
            "company.de", "club.fr", "shop.fr", "nomail.fr", "broken.fr", "silent.fr");
    assertThat(directory.siteOf("company.de")).isEqualTo("google-workspace");
    assertThat(directory.siteOf("never-seen.org")).isEqualTo("never-seen.org");
    assertThat(directory.displayName("google-workspace")).isEqualTo("Google Workspace");
    assertThat(directory.displayName("hosting.fr")).isEqualTo("hosting.fr");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void remembersOverAStartAndAsksAgainWhenTheAnswerIsOld(Database database) {
    answer("long.fr", found(Duration.ofDays(30), "mx.host-a.fr"));
    answer("short.fr", found(Duration.ofSeconds(5), "mx.host-b.fr"));
    answer("none.fr", new MxAnswer.None());
    answer("broken.fr", new MxAnswer.Failed());
    List<String> all = List.of("long.fr", "short.fr", "none.fr", "broken.fr");
    directory(database).resolve(all);
    asked.clear();
    CachedSiteDirectory later = directory(database);
    later.refresh();
    assertThat(later.siteOf("long.fr")).isEqualTo("host-a.fr");
    clock.forward(Duration.ofMinutes(14));
    later.resolve(all);
    assertThat(asked).isEmpty();
    clock.forward(Duration.ofMinutes(2));
    later.resolve(all);
    assertThat(asked).containsExactly("broken.fr");
    clock.forward(Duration.ofMinutes(50));
    later.resolve(all);
    assertThat(asked).containsExactlyInAnyOrder("broken.fr", "broken.fr", "short.fr");
    asked.clear();
    clock.forward(Duration.ofDays(8));
    later.resolve(all);
    assertThat(asked).containsExactlyInAnyOrderElementsOf(all);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsWhatItKnewWhenDnsFailsLater(Database database) {
    answer("a.fr", found(Duration.ofHours(1), "mx.host-a.fr"));
    CachedSiteDirectory directory = directory(database);
    directory.resolve(List.of("a.fr"));
    clock.forward(Duration.ofHours(2));
    answer("a.fr", new MxAnswer.Unreachable());
    assertThat(directory.resolve(List.of("a.fr"))).containsEntry("a.fr", "host-a.fr");
    clock.forward(Duration.ofMinutes(16));
    answer("a.fr", found(Duration.ofHours(1), "mx.host-b.fr"));
    assertThat(directory.resolve(List.of("a.fr"))).containsEntry("a.fr", "host-b.fr");
    assertThat(asked).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void goesByAChangedTableWithoutAskingAgain(Database database) {
    answer("a.fr", found(Duration.ofHours(1), "mx.host-a.fr"));
    CachedSiteDirectory directory = directory(database);
    directory.resolve(List.of("a.fr", "gmail.com"));
    try (TestEntities store = new TestEntities(database)) {
      store.in(
          entities ->
              new JpaSiteRepository(entities, clock, directory::changed)
                  .create(
                      new SiteDraft(
                          "host", "The host", List.of("gmail.com"), List.of("host-a.fr"))));
    }
    // The event came before the commit, as a test's transaction has no phases.
    directory.refresh();
    assertThat(directory.siteOf("a.fr")).isEqualTo("host");
    assertThat(directory.siteOf("gmail.com")).isEqualTo("host");
    assertThat(asked).containsExactly("a.fr");
  }

  @Test
  void waitsABoundedTimeAndGoesOnInTheBackground() {
    CompletableFuture<MxAnswer> slow = new CompletableFuture<>();
    answers.put("slow.fr", slow);
    answer("fast.fr", found(Duration.ofHours(1), "mx.host-a.fr"));
    CachedSiteDirectory directory = directory(TestDatabases.h2(), true, PATIENCE);
    assertThat(directory.resolve(List.of("slow.fr", "fast.fr")))
        .containsEntry("slow.fr", "slow.fr")
        .containsEntry("fast.fr", "host-a.fr");
    slow.complete(found(Duration.ofHours(1), "mx.host-a.fr"));
    Awaitility.await().until(() -> directory.siteOf("slow.fr").equals("host-a.fr"));
  }

  @Test
  void looksUpTheBiggestOnly() {
    List<String> domains = IntStream.range(0, 2500).mapToObj(i -> "d" + i + ".fr").toList();
    domains.forEach(domain -> answer(domain, found(Duration.ofHours(1), "mx.host-a.fr")));
    Map<String, String> sites = directory(TestDatabases.h2()).resolve(domains);
    assertThat(sites).hasSize(2500).containsEntry("d1999.fr", "host-a.fr");
    assertThat(sites).containsEntry("d2000.fr", "d2000.fr");
    assertThat(asked).hasSize(CachedSiteDirectory.MOST_ASKED);
  }

  @Test
  void asksNobodyWhenSwitchedOff() {
    answer("a.fr", found(Duration.ofHours(1), "mx.host-a.fr"));
    CachedSiteDirectory directory =
        directory(TestDatabases.h2(), false, CachedSiteDirectory.LONGEST_WAIT);
    assertThat(directory.resolve(List.of("a.fr", "qq.com")))
        .containsEntry("a.fr", "a.fr")
        .containsEntry("qq.com", "qq");
    assertThat(asked).isEmpty();
  }

  @Test
  void doesNotAskTwoThousandWhenNobodyAnswers() {
    List<String> domains = IntStream.range(0, 2000).mapToObj(i -> "d" + i + ".fr").toList();
    assertThat(directory(TestDatabases.h2()).resolve(domains)).containsEntry("d7.fr", "d7.fr");
    assertThat(asked).hasSizeLessThan(2 * MxQueue.AT_ONCE);
  }
}
