package io.mailwright.operations.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.testing.TestRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoticeOutboxTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void putsANoticeThereOnceForEachWhoIsTold(Database database) {
    OutboxRig rig = OutboxRig.on(database);
    rig.user(1, "ann", "SENDER", "Ann@Example.org", null);
    rig.user(2, "root", "ADMIN", "root@example.org", null);
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "news@example.com", OutboxRig.START);
    rig.run(
        "UPDATE campaign SET owner = 'ann', notify = ? WHERE id = 7",
        "bo@example.org\nann@example.org");
    rig.run(
        """
        INSERT INTO webhook (id, version, url, secret, notice_kinds, enabled, created_at)
        VALUES (3, 1, 'https://hooks.example/', 'x', 'campaign-completed', TRUE, CURRENT_TIMESTAMP),
               (4, 1, 'https://hooks.example/', 'x', 'quota-reached', TRUE, CURRENT_TIMESTAMP),
               (5, 1, 'https://hooks.example/', 'x', NULL, FALSE, CURRENT_TIMESTAMP)
        """);

    assertThat(rig.say("campaign-completed", Optional.of(7L), "done:7")).isTrue();
    assertThat(rig.say("campaign-completed", Optional.of(7L), "done:7")).isFalse();

    assertThat(rig.targets())
        .containsExactly("Ann@Example.org", "bo@example.org", "ann@example.net", "3");
    assertThat(rig.entries().get(0).language().name()).isEqualTo("ZH");
    assertThat(rig.entries().get(1).language().name()).isEqualTo("EN");
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void tellsTheAdminsWhereNoOwnerHasAnAddressAndNobodyWhoDoesNotWantTo(Database database) {
    OutboxRig rig = OutboxRig.on(database);
    rig.user(1, "ann", "SENDER", null, null);
    rig.user(2, "root", "ADMIN", "root@example.org", "campaign-failed");
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "news@example.com", OutboxRig.START);
    rig.run("UPDATE campaign SET owner = 'ann' WHERE id = 7");

    rig.say("campaign-failed", Optional.of(7L), "a");
    assertThat(rig.targets()).containsExactly("root@example.org", "ann@example.net");
    rig.say("campaign-paused", Optional.of(7L), "b");
    assertThat(rig.targets()).endsWith("ann@example.net", "ann@example.net").hasSize(3);
    rig.say("embedded-database", Optional.of(7L), "c");
    assertThat(rig.targets()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void tellsTheAddressesOfACampaignAndOfTheSettingWhatTheyWant(Database database) {
    OutboxRig rig = OutboxRig.on(database);
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "news@example.com", OutboxRig.START);
    rig.run(
        "UPDATE campaign SET notify = ?, notify_kinds = 'campaign-failed,campaign-paused' WHERE id = 7",
        "bo@example.org");
    rig.say("campaign-completed", Optional.of(7L), "a");
    assertThat(rig.targets()).containsExactly("ann@example.net");
    rig.say("campaign-failed", Optional.of(7L), "b");
    assertThat(rig.targets())
        .containsExactly("ann@example.net", "bo@example.org", "ann@example.net");

    NoticeRepository choosy =
        TestNotices.of(
            database,
            java.time.Clock.fixed(OutboxRig.START, java.time.ZoneOffset.UTC),
            Map.of(
                "mailwright.notice.from", "notices@example.com",
                "mailwright.notice.to", "ops@example.org",
                "mailwright.notice.kinds", "quota-reached, campaign-failed"));
    for (String kind : List.of("quota-reached", "mailbox-unreachable", "campaign-failed")) {
      choosy.say("info", kind, Optional.empty(), Optional.empty(), "s", "b", "choosy " + kind);
    }
    assertThat(rig.targets()).filteredOn("ops@example.org"::equals).hasSize(2);
  }

  @Test
  void refusesAKindThatDoesNotExist() {
    Settings settings =
        new Settings(
            name ->
                name.equals("mailwright.notice.kinds")
                    ? Optional.of("campaign-failed,campain-paused")
                    : Optional.empty());
    assertThatThrownBy(() -> NoticeKind.ofSetting(settings))
        .hasMessageContaining("MAILWRIGHT_NOTICE_KINDS")
        .hasMessageContaining("campain-paused")
        .hasMessageContaining("quota-reached");
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void ofTwoNodesOneTakesAnEntry(Database database) {
    OutboxRig rig = OutboxRig.on(database);
    rig.say("quota-reached", Optional.empty(), "q");
    long id = rig.entries().get(0).id();
    NoticeOutbox other = rig.outboxOf("node_2", 2);
    assertThat(other.due(Channel.MAIL, 5)).hasSize(1);
    long taken =
        IntStream.range(0, 16)
            .parallel()
            .filter(n -> (n % 2 == 0 ? rig.outbox : other).claim(id, HOUR).isPresent())
            .count();
    assertThat(taken).isEqualTo(1);
    assertThat(other.due(Channel.MAIL, 5)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void whatACrashLeftBeforeTheDotIsSentAndAfterItIsInDoubt(Database database) {
    OutboxRig rig = OutboxRig.on(database);
    rig.say("quota-reached", Optional.empty(), "a");
    rig.say("quota-reached", Optional.empty(), "b");
    long before = rig.entries().get(0).id();
    long after = rig.entries().get(1).id();
    String lost = rig.outbox.claim(before, HOUR).orElseThrow();
    String dotted = rig.outbox.claim(after, HOUR).orElseThrow();
    assertThat(rig.outbox.atDot(after, dotted)).isTrue();

    // It is at work, and another node of the same beginning must not take it for its own.
    rig.outbox.recover();
    rig.outboxOf("node_", 9).recover();
    assertThat(rig.state(before)).isEqualTo(OutboxState.SENDING);

    rig.outboxOf("node_1", 2).recover();
    assertThat(rig.state(before)).isEqualTo(OutboxState.WAITING);
    assertThat(rig.state(after)).isEqualTo(OutboxState.IN_DOUBT);
    assertThat(rig.outbox.due(Channel.MAIL, 5)).extracting(OutboxEntry::id).containsExactly(before);
    assertThat(rig.outbox.atDot(before, lost)).as("under the lost claim").isFalse();

    rig.outbox.settle(after, dotted, OutboxState.SENT, "250 ok", Optional.of("Relay"));
    assertThat(rig.state(after)).as("its late answer is evidence").isEqualTo(OutboxState.SENT);
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void anotherNodeTakesOverWhenAClaimIsOver(Database database) {
    OutboxRig rig = OutboxRig.on(database);
    rig.say("quota-reached", Optional.empty(), "a");
    long id = rig.entries().get(0).id();
    assertThat(rig.outbox.claim(id, HOUR)).isPresent();
    NoticeOutbox other = rig.outboxOf("node_2", 2);
    other.recover();
    assertThat(rig.state(id)).isEqualTo(OutboxState.SENDING);
    rig.clock.forward(HOUR.plusSeconds(1));
    other.recover();
    assertThat(other.claim(id, HOUR)).isPresent();
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aPersonLetsItBeTriedAgainButNotWhatWasSent(Database database) {
    OutboxRig rig = OutboxRig.on(database);
    rig.say("quota-reached", Optional.empty(), "a");
    long id = rig.entries().get(0).id();
    String claim = rig.outbox.claim(id, HOUR).orElseThrow();
    assertThatThrownBy(() -> rig.outbox.retry(id)).hasMessageContaining("being sent");
    rig.outbox.settle(id, claim, OutboxState.FAILED, "no way", Optional.empty());
    rig.outbox.retry(id);
    assertThat(rig.outbox.get(id).attempts()).isZero();
    claim = rig.outbox.claim(id, HOUR).orElseThrow();
    rig.outbox.settle(id, claim, OutboxState.SENT, "250 ok", Optional.of("Relay"));
    assertThatThrownBy(() -> rig.outbox.retry(id)).hasMessageContaining("sent already");
    assertThat(rig.outbox.get(id).route()).contains("Relay");
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void aStormOfTheSameIsOneNoticeAnHour(Database database) {
    OutboxRig rig = OutboxRig.on(database);
    for (int minute = 0; minute < 60; minute++) {
      MailboxNotices twice = new MailboxNotices(rig.notices);
      twice.unreachable(5, "bounces", "refused");
      rig.clock.forward(Duration.ofMinutes(1));
    }
    assertThat(rig.entries()).hasSize(1);
    assertThat(rig.notices.latest(5, true).get(0).times()).isEqualTo(60);
    new MailboxNotices(rig.notices).unreachable(6, "others", "refused");
    new MailboxNotices(rig.notices).unreachable(5, "bounces", "refused");
    assertThat(rig.entries()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void saysOnlyThatItBecameMore(Database database) {
    OutboxRig rig = OutboxRig.on(database);
    assertThat(more(rig, 3)).isTrue();
    assertThat(more(rig, 3)).isFalse();
    assertThat(more(rig, 5)).as("within the hour").isFalse();
    rig.clock.forward(HOUR.plusSeconds(1));
    assertThat(more(rig, 5)).isTrue();
    rig.clock.forward(HOUR.plusSeconds(1));
    assertThat(more(rig, 5)).isFalse();
    assertThat(more(rig, 1)).isFalse();
    assertThat(more(rig, 2)).as("after it was less").isTrue();
    assertThat(rig.entries()).hasSize(3);
  }

  private static boolean more(OutboxRig rig, long amount) {
    return rig.notices.sayOfMore(
        HOUR, "warning", "campaign-in-doubt", Optional.empty(), "s", "b", "doubt", amount);
  }
}
