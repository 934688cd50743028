package io.mailwright.feedback.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcFeedbackRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");

  private static FeedbackEvent event(FeedbackKind kind, long campaign, String email, String id) {
    return new FeedbackEvent(
        kind,
        Optional.of(campaign),
        email,
        NOW,
        "mailbox",
        Optional.of("x".repeat(2000)),
        FeedbackEvent.identity(kind, id));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void tellsWhatCameBackForRecipientsHoweverTheyAreWritten(Database database) {
    FeedbackRepository feedback = TestFeedback.on(database);
    feedback.record(event(FeedbackKind.SOFT_BOUNCE, 7, "a@x.example", "1"));
    feedback.record(event(FeedbackKind.SOFT_BOUNCE, 7, "a@x.example", "2"));
    feedback.record(event(FeedbackKind.SOFT_REFUSAL, 7, "a@x.example", "3"));
    feedback.record(event(FeedbackKind.COMPLAINT, 7, "a@x.example", "4"));
    feedback.record(event(FeedbackKind.COMPLAINT, 8, "b@x.example", "5"));
    assertThat(
            new RecipientFeedback(database)
                .of(7, List.of("a@X.Example", "b@x.example", "erased:00ff")))
        .containsOnlyKeys("a@X.Example")
        .extractingByKey("a@X.Example")
        .satisfies(
            all ->
                assertThat(all)
                    .extracting(RecipientFeedback.CameBack::kind)
                    .containsExactly(FeedbackKind.SOFT_BOUNCE, FeedbackKind.COMPLAINT));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsEventsAndRecipientsOnce(Database database) {
    FeedbackRepository feedback = TestFeedback.on(database);
    assertThat(feedback.record(event(FeedbackKind.SOFT_BOUNCE, 7, "a@x.example", "1"))).isTrue();
    assertThat(feedback.record(event(FeedbackKind.SOFT_BOUNCE, 7, "a@x.example", "1"))).isFalse();
    assertThat(feedback.record(event(FeedbackKind.SOFT_BOUNCE, 7, "a@x.example", "2"))).isTrue();
    assertThat(feedback.record(event(FeedbackKind.SOFT_BOUNCE, 7, "b@x.example", "3"))).isTrue();
    assertThat(feedback.record(event(FeedbackKind.COMPLAINT, 8, "a@x.example", "4"))).isTrue();
    FeedbackCounts counts = feedback.counts(List.of(7L, 8L, 9L));
    assertThat(counts.of(7, FeedbackKind.SOFT_BOUNCE)).isEqualTo(new FeedbackCounts.Count(2, 3));
    assertThat(counts.of(7, FeedbackKind.COMPLAINT)).isEqualTo(new FeedbackCounts.Count(0, 0));
    assertThat(counts.of(8, FeedbackKind.COMPLAINT)).isEqualTo(new FeedbackCounts.Count(1, 1));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void isExactWhenManyTellTheSameAtOnce(Database database) {
    FeedbackRepository feedback = TestFeedback.on(database);
    AtomicInteger fresh = new AtomicInteger();
    IntStream.range(0, 200)
        .parallel()
        .forEach(
            i -> {
              String id = Integer.toString(i % 20);
              if (feedback.record(event(FeedbackKind.CLICK, 7, id + "@x.example", id))) {
                fresh.incrementAndGet();
              }
            });
    assertThat(fresh).hasValue(20);
    assertThat(feedback.counts(List.of(7L)).of(7, FeedbackKind.CLICK))
        .isEqualTo(new FeedbackCounts.Count(20, 20));
  }
}
