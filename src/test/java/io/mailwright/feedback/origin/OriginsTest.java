package io.mailwright.feedback.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.TestCampaigns;
import io.mailwright.content.link.Unsubscribe;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.feedback.link.Verp;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OriginsTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final String ANN = "ann@example.net";
  private static final List<String> NONE = List.of();

  private final SettableClock clock = new SettableClock(NOW);

  private static void campaigns(Database database) {
    TestRows.insertTemplateAndPool(database);
    Instant day = NOW.minus(Duration.ofDays(3));
    TestRows.insertCampaign(database, 7, "news@example.com", day);
    TestRows.insertCampaign(database, 8, "news@example.com", day);
    TestRows.insertCampaign(database, 9, "old@example.com", NOW.minus(Duration.ofDays(90)));
    TestRows.insertDelivery(database, 71, 7, ANN, 2, day);
    TestRows.insertDelivery(database, 72, 7, "bob@example.net", 2, day);
    TestRows.insertDelivery(database, 81, 8, ANN, 2, day.plusSeconds(60));
    TestRows.insertDelivery(database, 91, 9, "old@example.net", 2, day);
  }

  private Optional<Origin> find(Database database, Origins.Traces traces) {
    try (TestEntities store = new TestEntities(database)) {
      return store.in(
          entities ->
              new Origins(
                      database, TestCampaigns.of(entities, database, clock), TestKeys.of(1), clock)
                  .find(traces));
    }
  }

  private static Origin origin(long campaign, long delivery, String email, Origin.By by) {
    return new Origin(campaign, Optional.of(delivery), email, by);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void believesTheSignedReturnPathMostAndTheRecipientLeast(Database database) {
    campaigns(database);
    String path = new Verp(TestKeys.of(1)).address("bounces@example.com", 71);
    String id = Ledgers.messageIds().of(7, "bob@example.net", "news@example.com");

    assertThat(
            find(
                database,
                new Origins.Traces(
                    List.of("other@example.com", path), List.of(id), List.of("bob@example.net"))))
        .contains(origin(7, 71, ANN, Origin.By.RETURN_PATH));
    assertThat(
            find(
                database,
                new Origins.Traces(
                    List.of("bounces@example.com"),
                    List.of("<x@y>", id),
                    List.of(ANN, "Bob@Example.NET"))))
        .contains(origin(7, 72, "bob@example.net", Origin.By.MESSAGE_ID));
    assertThat(find(database, new Origins.Traces(NONE, NONE, List.of(ANN))))
        .as("her last mail")
        .contains(origin(8, 81, ANN, Origin.By.RECIPIENT));
  }

  private String linkOf(int keys, long campaign, String email, boolean isMail) {
    var links =
        new RecipientLinks(
            TestKeys.of(keys),
            new Settings(name -> Optional.empty()),
            clock,
            () -> Optional.of("leave@example.com"));
    Unsubscribe offered = links.of(campaign).unsubscribe(email).orElseThrow();
    return isMail ? offered.mailto().orElseThrow() : offered.url();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void knowsAMailThatNamesNobodyByItsLinkToLeave(Database database) {
    campaigns(database);
    Origin ann = origin(7, 71, ANN, Origin.By.UNSUBSCRIBE_LINK);
    for (boolean isMail : List.of(true, false)) {
      String link = linkOf(1, 7, ANN, isMail);
      assertThat(find(database, byLink(link, "redacted@example.net"))).contains(ann);
      String altered = link.substring(0, link.length() - 2) + "AA";
      assertThat(find(database, byLink(altered, "redacted@example.net"))).isEmpty();
      assertThat(find(database, byLink(linkOf(2, 7, ANN, isMail), "x@example.net"))).isEmpty();
    }
    assertThat(find(database, byLink(linkOf(1, 7, "gone@example.net", false), "x@example.net")))
        .as("a mail that is no longer in the ledger")
        .contains(new Origin(7, Optional.empty(), "gone@example.net", Origin.By.UNSUBSCRIBE_LINK));
    assertThat(find(database, byLink(linkOf(1, 12, ANN, false), "x@example.net")))
        .as("of a campaign that there is no more")
        .isEmpty();
  }

  private static Origins.Traces byLink(String link, String recipient) {
    return new Origins.Traces(
        NONE, NONE, List.of("https://x.example/leave", link), List.of(recipient));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void believesNothingOfAForgery(Database database) {
    campaigns(database);
    String forged = new Verp(TestKeys.of(2)).address("bounces@example.com", 71);
    assertThat(find(database, new Origins.Traces(List.of(forged), NONE, List.of(ANN)))).isEmpty();
    String idOfBob = Ledgers.messageIds().of(7, "bob@example.net", "news@example.com");
    assertThat(find(database, new Origins.Traces(NONE, List.of(idOfBob), List.of("x@example.net"))))
        .as("an identifier that fits nobody who is named")
        .isEmpty();
    assertThat(find(database, new Origins.Traces(NONE, NONE, List.of("old@example.net"))))
        .as("too long ago to guess")
        .isEmpty();
    assertThat(find(database, new Origins.Traces(NONE, NONE, List.of("not an address")))).isEmpty();
  }
}
