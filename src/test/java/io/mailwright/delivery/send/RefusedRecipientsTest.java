package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.SmtpSink;
import io.mailwright.testing.TestRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the ledger leaves for feedback of recipients that a server refused. */
class RefusedRecipientsTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));

  private static String reply(String recipient) {
    return switch (recipient.substring(0, recipient.indexOf('@'))) {
      case "full" -> "552 5.2.2 mailbox full";
      case "gone" -> "550 5.1.1 no such user";
      case "bulky" -> "552 5.3.4 message too big";
      case "later" -> "452 4.2.2 mailbox full";
      default -> "250 2.0.0 taken";
    };
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void areThoseWhoMayBeTakenAnotherTime(Database database) throws Exception {
    List<String> people = List.of("full", "gone", "bulky", "later", "ann");
    Ledger ledger =
        Ledgers.prepared(
            database,
            clock,
            SendRig.CAMPAIGN,
            people.stream().map(name -> name + "@people.example").toList());
    try (SmtpSink sink = new SmtpSink((recipient, line) -> line.say(reply(recipient)));
        SendRig rig = new SendRig(ledger, clock, Duration.ZERO, sink)) {
      rig.sendAll(rig.worker());
    }
    assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.FAILED)).isEqualTo(3);
    assertThat(Ledgers.suppressed(database)).containsExactly("gone@people.example");
    assertThat(TestRows.number(database, "SELECT COUNT(*) FROM soft_refusal")).isEqualTo(1);
    assertThat(
            TestRows.number(
                database,
                "SELECT COUNT(*) FROM soft_refusal WHERE email_key = 'full@people.example'"
                    + " AND words LIKE '%552 5.2.2 mailbox full%'"))
        .isEqualTo(1);
  }
}
