package io.mailwright.feedback.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcEvidenceRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final EvidenceRepository.Filter ALL =
      new EvidenceRepository.Filter(Optional.empty(), Optional.empty(), Optional.empty());

  private final SettableClock clock = new SettableClock(NOW);

  private static RawMail mail(String text) {
    try {
      return RawMail.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Arrival at(long mailbox, String place) {
    return new Arrival("mailbox", Optional.of(mailbox), Optional.of(place), false);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void storesTheSameBytesOnce(Database database) throws IOException {
    EvidenceRepository evidence = new JdbcEvidenceRepository(database, clock);
    EvidenceRepository.Stored first =
        evidence.store(at(3, "9/1"), "Hi \0" + "x".repeat(400), mail("one"));
    assertThat(first.isNew()).isTrue();
    assertThat(evidence.store(at(4, "1"), "Hi", mail("one")))
        .isEqualTo(new EvidenceRepository.Stored(first.id(), false, EvidenceState.STORED));
    assertThat(evidence.store(at(3, "9/2"), "", mail("two")).isNew()).isTrue();
    assertThat(evidence.known(3, List.of("9/1", "9/2", "9/3")))
        .containsExactlyInAnyOrder("9/1", "9/2");
    assertThat(evidence.known(4, List.of("1"))).isEmpty();
    assertThat(evidence.raw(first.id()).orElseThrow().open().readAllBytes())
        .isEqualTo("one".getBytes(StandardCharsets.UTF_8));
    assertThat(evidence.find(first.id()).orElseThrow())
        .satisfies(
            kept -> {
              assertThat(kept.subject()).startsWith("Hi \ufffdx").hasSize(300);
              assertThat(kept.arrival()).isEqualTo(at(3, "9/1"));
              assertThat(kept.receivedAt()).isEqualTo(NOW);
              assertThat(kept.handled()).isEmpty();
            });
    assertThat(evidence.find(-1)).isEmpty();
    assertThat(evidence.raw(-1)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void storesOnceWhatManyBringAtTheSameMoment(Database database) {
    EvidenceRepository evidence = new JdbcEvidenceRepository(database, clock);
    AtomicInteger fresh = new AtomicInteger();
    IntStream.range(0, 100)
        .parallel()
        .forEach(
            i -> {
              if (evidence.store(Arrival.of("user"), "", mail("mail " + i % 10)).isNew()) {
                fresh.incrementAndGet();
              }
            });
    assertThat(fresh).hasValue(10);
    assertThat(evidence.page(PageRequest.first(100), ALL).items()).hasSize(10);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void tellsWhatBecameOfEach(Database database) {
    EvidenceRepository evidence = new JdbcEvidenceRepository(database, clock);
    long good = evidence.store(at(3, "1"), "", mail("good")).id();
    long bad = evidence.store(at(3, "2"), "", mail("bad")).id();
    long handedIn = evidence.store(Arrival.of("user"), "", mail("by hand")).id();
    assertThat(evidence.waiting(NOW, 10))
        .as("what was handed in is in the hands of who stored it; what a run left is in nobody's")
        .containsExactly(good, bad);
    clock.forward(Duration.ofMinutes(1));
    assertThat(evidence.waiting(clock.instant(), 10)).containsExactly(good, bad, handedIn);
    evidence.quarantine(handedIn, "not of interest here");

    EvidenceFinding finding =
        new EvidenceFinding(
            "ann@example.net",
            "HARD",
            "USER_UNKNOWN",
            Optional.of("5.1.1"),
            "no such user\0",
            Optional.of(7L),
            Optional.of(71L),
            Optional.of("RETURN_PATH"),
            true,
            Optional.of("SUPPRESSED"));
    Evidence.Handled handled =
        new Evidence.Handled(EvidenceVerdict.HARD, true, Optional.of(7L), clock.instant());
    evidence.done(good, handled, List.of(finding, finding));
    evidence.done(good, handled, List.of(finding));
    evidence.quarantine(bad, "x".repeat(2000));

    assertThat(evidence.findings(good, 10))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.evidence()).isEqualTo("no such user\ufffd");
              assertThat(found.deliveryId()).contains(71L);
            });
    assertThat(evidence.find(good).orElseThrow().handled()).contains(handled);
    assertThat(evidence.find(bad).orElseThrow().reason().orElseThrow()).hasSize(1000);
    assertThat(evidence.count(Optional.of(3L), EvidenceState.QUARANTINED)).isEqualTo(1);
    assertThat(evidence.count(Optional.of(4L), EvidenceState.QUARANTINED)).isZero();
    assertThat(evidence.count(Optional.empty(), EvidenceState.DONE)).isEqualTo(1);
    assertThat(
            evidence
                .page(
                    PageRequest.newest(10),
                    new EvidenceRepository.Filter(
                        Optional.of(3L), Optional.of(EvidenceState.DONE), Optional.of(true)))
                .items())
        .extracting(Evidence::id)
        .containsExactly(good);

    assertThat(evidence.again(bad, true)).isTrue();
    assertThat(evidence.again(-1, true)).isFalse();
    assertThat(evidence.waiting(clock.instant(), 10)).containsExactly(bad);
    assertThat(evidence.find(bad).orElseThrow().arrival().isTrusted()).isTrue();
  }
}
