package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.ledger.AddressNews;
import io.mailwright.kernel.smtp.SmtpReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailurePolicyTest {
  private final FailurePolicy policy = FailurePolicy.standard();

  private static SmtpReply reply(String wire) {
    return SmtpReply.parse(wire).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 5.7.1 Sender not allowed",
        "553 5.7.1 <news@example.com>: Sender address rejected: not owned by user shop",
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "550 5.7.1 You are not authorized to send from this address",
        "550 5.1.8 Bad sender",
      })
  void holdsASenderThatIsRefusedAgainstTheSender(String wire) {
    assertThat(policy.judge(new Outcome.SenderRefused(reply(wire))))
        .isEqualTo(new Verdict.SenderRefused(reply(wire), false));
  }

  @Test
  void knowsARefusedSenderAlsoInTheAnswerToRcpt() {
    SmtpReply late = reply("553 5.7.1 <n@example.com>: Sender address rejected: not owned by user");
    assertThat(policy.judge(new Outcome.RecipientRefused(late)))
        .isEqualTo(new Verdict.SenderRefused(late, true));
  }

  @Test
  void knowsARefusedSenderByItsWordsWhateverTheCode() {
    SmtpReply late =
        reply("504 5.5.2 <news>: Sender address rejected: need fully-qualified address");
    assertThat(policy.judge(new Outcome.RecipientRefused(late)))
        .isEqualTo(new Verdict.SenderRefused(late, true));
  }

  /** Postfix's submission service says so of each recipient to who did not log in. */
  @Test
  void failsNoRecipientForWhatMayBeAMissingLogIn() {
    SmtpReply unsure = reply("554 5.7.1 <a@b.example>: Recipient address rejected: Access denied");
    assertThat(policy.judge(new Outcome.RecipientRefused(unsure)))
        .isInstanceOfSatisfying(
            Verdict.Deferred.class,
            v -> {
              assertThat(v.reason()).contains("log-in");
              assertThat(v.route()).isEmpty();
            });
  }

  @Test
  void holdsASenderThatTheServerCannotTakeAgainstTheSender() {
    assertThat(policy.judge(new Outcome.SenderImpossible("needs SMTPUTF8")))
        .isEqualTo(new Verdict.SenderImpossible("needs SMTPUTF8"));
  }

  @Test
  void blamesTheMailForASizeThatIsRefusedWithTheSender() {
    SmtpReply tooLarge = reply("552 5.3.4 Message size exceeds fixed limit");
    assertThat(policy.judge(new Outcome.SenderRefused(tooLarge)))
        .isInstanceOfSatisfying(
            Verdict.Failed.class, v -> assertThat(v.scope()).isEqualTo(FailureScope.CONTENT));
  }

  @Test
  void believesPlainWordsAboutContentMoreThanTheGeneralStatus() {
    Outcome refused =
        new Outcome.ContentRefused(Phase.DOT, reply("550 5.7.1 message content rejected"));
    assertThat(policy.judge(refused))
        .isInstanceOfSatisfying(
            Verdict.Failed.class, v -> assertThat(v.scope()).isEqualTo(FailureScope.CONTENT));
  }

  @Test
  void hasAVerdictForEveryKindOfOutcome() {
    SmtpReply no = reply("550 no");
    List<Outcome> one =
        List.of(
            new Outcome.Accepted(reply("250 ok")),
            new Outcome.Deferred(Phase.RCPT, reply("450 later")),
            new Outcome.SenderRefused(no),
            new Outcome.SenderImpossible("no"),
            new Outcome.RecipientRefused(no),
            new Outcome.ContentRefused(Phase.DOT, no),
            new Outcome.RouteFailed(Phase.CONNECT, Optional.empty(), "refused"),
            new Outcome.LostBeforeDot(Phase.DATA, "lost"),
            new Outcome.Silent(Phase.RCPT, Duration.ofSeconds(10)),
            new Outcome.LostAfterDot("lost"),
            new Outcome.TooLarge(2, 1),
            new Outcome.Utf8NotOffered("no"),
            new Outcome.AddressImpossible("no"),
            new Outcome.NotTried("stop"));
    assertThat(one.stream().map(Object::getClass))
        .containsExactlyInAnyOrder(Outcome.class.getPermittedSubclasses());
    assertThat(one).allSatisfy(o -> assertThat(policy.judge(o)).isNotNull());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          550 5.1.1 No such user                                        | DEAD_ADDRESS
          550 5.1.10 Recipient not found                                | DEAD_ADDRESS
          550 No such user here                                         | DEAD_ADDRESS
          550 Unknown recipient                                         | DEAD_ADDRESS
          550 5.5.0 Requested action not taken: mailbox unavailable     | DEAD_ADDRESS
          550 5.2.1 The email account that you tried is disabled        | DEAD_ADDRESS
          550 5.2.1 Mailbox not available                               | RECIPIENT
          552 5.2.2 Mailbox full                                        | RECIPIENT
          550 mailbox unavailable                                       | RECIPIENT
          554 Transaction failed                                        | RECIPIENT
          554 5.7.1 <a@b.example>: Recipient address rejected: we do not want this | RECIPIENT
          550 5.4.1 Recipient address rejected: Access denied           | RECIPIENT
          554 <a@b.example>: Recipient address rejected: closed         | RECIPIENT
          550 5.1.1 <a@b.example>: Recipient address rejected: User unknown in local recipient table | DEAD_ADDRESS
          550 <a@b.example>: Recipient address rejected: User unknown   | DEAD_ADDRESS
          552 5.3.4 Message too big                                     | CONTENT
          """)
  void failsARecipientThatIsRefused(String wire, FailureScope scope) {
    assertThat(policy.judge(new Outcome.RecipientRefused(reply(wire))))
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            v -> {
              assertThat(v.scope()).isEqualTo(scope);
              assertThat(v.address())
                  .isEqualTo(
                      switch (scope) {
                        case DEAD_ADDRESS -> AddressNews.DEAD;
                        case RECIPIENT -> AddressNews.REFUSED;
                        case SENDER, CONTENT -> AddressNews.NONE;
                      });
              assertThat(v.reply()).contains(reply(wire));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          550 5.7.1 Message refused                                     | POLICY
          554 5.7.1 <h[192.0.2.1]>: Client host rejected: Access denied | POLICY
          554 <h[192.0.2.1]>: Client host rejected: no service          | POLICY
          504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname | POLICY
          501 5.5.2 <a_b>: Helo command rejected: Invalid name          | POLICY
          554 5.7.1 <a@b.example>: Relay access denied                  | POLICY
          554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org | BLOCKED
          554 5.7.1 <a@b.example>: Recipient address rejected: blocked using dnsbl.example | BLOCKED
          550 5.1.1 Blocked, see https://www.spamhaus.org/query         | BLOCKED
          554 Your IP address is blocked                                | POLICY
          550 Access denied                                             | POLICY
          530 5.7.0 Authentication required                             | WANTS_LOGIN
          550 5.7.10 Encryption needed                                  | WANTS_TLS
          550 Ip frequency limited                                      | THROTTLED
          550 5.2.1 The user is receiving mail at a rate that prevents  | THROTTLED
          """)
  void holdsPolicyAndBlockListsAgainstTheRouteAndNotTheAddress(String wire, RouteSignal.Kind kind) {
    for (Outcome outcome :
        List.of(
            new Outcome.RecipientRefused(reply(wire)),
            new Outcome.ContentRefused(Phase.DOT, reply(wire)))) {
      assertThat(policy.judge(outcome))
          .isInstanceOfSatisfying(
              Verdict.Deferred.class, v -> assertThat(v.route()).contains(kind.signal()));
    }
  }

  /** RFC 1870 section 6.1: it is said to MAIL, and means this mail, not who sends it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "552 5.3.4 Message too big for system",
        "552 Message size exceeds fixed maximum message size"
      })
  void blamesTheContentForASizeThatIsRefusedAtMail(String wire) {
    assertThat(policy.judge(new Outcome.SenderRefused(reply(wire))))
        .isInstanceOfSatisfying(
            Verdict.Failed.class, v -> assertThat(v.scope()).isEqualTo(FailureScope.CONTENT));
  }

  @Test
  void blamesTheContentForAnUnclearRefusalAfterTheDot() {
    assertThat(policy.judge(new Outcome.ContentRefused(Phase.DOT, reply("554 no"))))
        .isInstanceOfSatisfying(
            Verdict.Failed.class, v -> assertThat(v.scope()).isEqualTo(FailureScope.CONTENT));
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"MAIL", "RCPT", "DATA", "DOT"})
  void putsOffWhatTheServerPutsOff(Phase phase) {
    assertThat(policy.judge(new Outcome.Deferred(phase, reply("450 4.2.1 mailbox is being moved"))))
        .isInstanceOfSatisfying(Verdict.Deferred.class, v -> assertThat(v.route()).isEmpty());
    assertThat(policy.judge(new Outcome.Deferred(phase, reply("421 4.7.0 slow down"))))
        .isInstanceOfSatisfying(
            Verdict.Deferred.class,
            v -> assertThat(v.route()).contains(RouteSignal.Kind.THROTTLED.signal()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MAIL | 452 4.3.1 Insufficient system storage
          MAIL | 451 local problem
          RCPT | 451 4.3.0 <ann@example.net>: Temporary lookup failure
          DATA | 451 4.3.0 queue file write error
          DOT  | 451 Requested action aborted: local error in processing
          DOT  | 452 4.3.1 Out of disk space
          """)
  void tellsAFaultOfTheServersFromARecipientThatIsPutOff(Phase phase, String wire) {
    assertThat(policy.judge(new Outcome.Deferred(phase, reply(wire))))
        .isInstanceOfSatisfying(
            Verdict.Deferred.class,
            v -> {
              assertThat(v.route()).contains(RouteSignal.Kind.FAULT.signal());
              assertThat(v.isAboutRoute()).as("one such reply").isFalse();
            });
    assertThat(policy.judge(new Outcome.Deferred(Phase.RCPT, reply("451 try later"))))
        .as("what may be about the recipient")
        .isInstanceOfSatisfying(Verdict.Deferred.class, v -> assertThat(v.route()).isEmpty());
  }

  /** Postfix's DEFER in a restriction for recipients; its REJECT says the same with 554. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "450 4.7.1 <ann@example.net>: Recipient address rejected: Access denied",
        "450 4.7.1 <ann@example.net>: Recipient address rejected: mailbox is being moved",
        "451 4.7.1 <ann@example.net>: Recipient address rejected: try again later"
      })
  void doesNotSlowTheRouteForARecipientThatIsPutOff(String wire) {
    assertThat(policy.judge(new Outcome.Deferred(Phase.RCPT, reply(wire))))
        .isInstanceOfSatisfying(Verdict.Deferred.class, v -> assertThat(v.route()).isEmpty());
  }

  /** Policy services of Postfix answer in its words. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "450 4.7.1 <ann@example.net>: Recipient address rejected: Policy rejection; Message count quota exceeded",
        "450 4.7.1 <ann@example.net>: Recipient address rejected: sorry, max 50 messages per hour",
        "450 4.7.1 <ann@example.net>: Recipient address rejected: Rate limit reached",
        "450 4.7.1 <h[192.0.2.1]>: Client host rejected: cannot find your hostname"
      })
  void slowsTheRouteForWhatIsAboutRatesOrTheClient(String wire) {
    assertThat(policy.judge(new Outcome.Deferred(Phase.RCPT, reply(wire))))
        .isInstanceOfSatisfying(
            Verdict.Deferred.class,
            v -> assertThat(v.route()).contains(RouteSignal.Kind.THROTTLED.signal()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "451 4.7.1 Greylisting in action, please come back later",
        "450 4.7.1 <ann@example.net>: Recipient address rejected: Greylisted",
        "450 gray-listed, try again in 300 seconds"
      })
  void doesNotSlowTheRouteForGreylisting(String wire) {
    assertThat(policy.judge(new Outcome.Deferred(Phase.RCPT, reply(wire))))
        .isInstanceOfSatisfying(Verdict.Deferred.class, v -> assertThat(v.route()).isEmpty());
  }

  @Test
  void doesNotSuppressAnAddressForATransientReply() {
    assertThat(policy.judge(new Outcome.Deferred(Phase.RCPT, reply("450 No such user"))))
        .isInstanceOf(Verdict.Deferred.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CONNECT | UNREACHABLE |
          CONNECT | CONNECTIONS | 421 too many connections
          CONNECT | THROTTLED   | 421 4.7.0 slow down
          CONNECT | BLOCKED     | 554 5.7.1 blocked by policy
          CONNECT | REFUSED     | 521 no mail here
          TLS     | TLS         |
          TLS     | TLS         | 454 4.7.0 TLS not available due to local problem
          EHLO    | UNREACHABLE |
          AUTH    | LOGIN       | 535 5.7.8 wrong password
          AUTH    | LOGIN       |
          AUTH    | UNREACHABLE | 454 4.3.0 directory is down
          """)
  void countsNoAttemptForTroubleOfTheRoute(Phase phase, RouteSignal.Kind kind, String wire) {
    Optional<SmtpReply> reply = Optional.ofNullable(wire).map(FailurePolicyTest::reply);
    assertThat(policy.judge(new Outcome.RouteFailed(phase, reply, "no session")))
        .isEqualTo(new Verdict.RouteTrouble(kind.signal(), "no session", reply));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "530 5.7.0 Must issue a STARTTLS command first",
        "530 Must issue a STARTTLS command first.",
        "523 5.7.10 Encryption Needed",
        "538 5.7.11 Encryption required for requested authentication mechanism",
        "550 5.7.1 TLS required"
      })
  void tellsAServerThatWantsEncryptionFromOneThatWantsALogIn(String wire) {
    assertThat(policy.judge(new Outcome.SenderRefused(reply(wire))))
        .isInstanceOfSatisfying(
            Verdict.RouteTrouble.class,
            v -> {
              assertThat(v.signal()).isEqualTo(RouteSignal.Kind.WANTS_TLS.signal());
              assertThat(v.reason()).contains("choose STARTTLS");
            });
  }

  @Test
  void tellsARefusedSenderFromABlockedRoute() {
    assertThat(policy.judge(new Outcome.SenderRefused(reply("550 5.1.8 Bad sender"))))
        .isInstanceOf(Verdict.SenderRefused.class);
    assertThat(policy.judge(new Outcome.SenderRefused(reply("553 sender not verified"))))
        .isInstanceOf(Verdict.SenderRefused.class);
    assertThat(policy.judge(new Outcome.SenderRefused(reply("530 5.7.0 Log in first"))))
        .isInstanceOfSatisfying(
            Verdict.RouteTrouble.class,
            v -> assertThat(v.signal()).isEqualTo(RouteSignal.Kind.WANTS_LOGIN.signal()));
    assertThat(policy.judge(new Outcome.SenderRefused(reply("554 listed by spamhaus"))))
        .isInstanceOfSatisfying(
            Verdict.RouteTrouble.class,
            v -> assertThat(v.signal()).isEqualTo(RouteSignal.Kind.BLOCKED.signal()));
  }

  @Test
  void neverGuessesWhenTheReplyIsLost() {
    assertThat(policy.judge(new Outcome.LostAfterDot("closed")))
        .isEqualTo(new Verdict.InDoubt("closed"));
    assertThat(policy.judge(new Outcome.LostBeforeDot(Phase.DATA, "closed")))
        .isInstanceOf(Verdict.Deferred.class);
  }

  @Test
  void leavesAnAddressThatOnlyThisServerCannotTakeToAnother() {
    assertThat(policy.judge(new Outcome.Utf8NotOffered("needs SMTPUTF8")))
        .isEqualTo(new Verdict.Utf8NotOffered("needs SMTPUTF8"));
  }

  @Test
  void doesNotSuppressAnAddressThatSmtpCannotCarry() {
    assertThat(policy.judge(new Outcome.AddressImpossible("a line break")))
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            v -> {
              assertThat(v.address()).isNotEqualTo(AddressNews.DEAD);
              assertThat(v.reply()).isEmpty();
            });
  }
}
