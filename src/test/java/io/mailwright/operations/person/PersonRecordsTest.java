package io.mailwright.operations.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.TestFeedback;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.caught.CaughtMails;
import io.mailwright.operations.intake.TestFiles;
import io.mailwright.testing.TestRows;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who asks what is held about them is told what it is. */
class PersonRecordsTest {
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ANN = "ann@example.net";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void tellsEachKindOfWhatCameBackByItsName(Database database) {
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "news@example.com", NOW);
    TestRows.insertDelivery(database, 71, 7, ANN, 2, NOW);
    for (FeedbackKind kind : FeedbackKind.values()) {
      TestFeedback.on(database)
          .record(
              new FeedbackEvent(
                  kind,
                  Optional.of(7L),
                  ANN,
                  NOW,
                  "mailbox b",
                  Optional.empty(),
                  FeedbackEvent.identity(kind, "x")));
    }
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            for (int link = -1; link < 3; link++) {
              insert.execute(
                  """
                  INSERT INTO engagement (delivery_id, link, campaign_id, human, machine, signs, first_at, last_at)
                  VALUES (71, %d, 7, 1, 0, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)
                  """
                      .formatted(link));
            }
          }
        });
    PersonRecord found =
        new PersonRecords(
                database,
                new ErasedPeople(database, TestKeys.of(1)),
                new Mentions(database),
                TestFiles.in(folder, database, CLOCK).named(),
                new CaughtMails(List.of()))
            .of(EmailAddress.of(ANN));

    assertThat(rows(found, "feedback"))
        .extracting(row -> row.get("kind"))
        .containsExactlyElementsOf(
            Stream.of(FeedbackKind.values()).map(kind -> (Object) Require.word(kind)).toList());
    assertThat(rows(found, "reading"))
        .extracting(row -> row.get("kind") + " " + row.get("link"))
        .containsExactly("click null", "open null", "click 1", "click 2");
  }

  private static List<Map<String, Object>> rows(PersonRecord found, String section) {
    return found.sections().stream()
        .filter(one -> one.name().equals(section))
        .findFirst()
        .orElseThrow()
        .rows();
  }
}
