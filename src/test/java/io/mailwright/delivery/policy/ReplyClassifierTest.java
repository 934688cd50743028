package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.smtp.EnhancedStatus;
import io.mailwright.kernel.smtp.SmtpReply;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyClassifierTest {
  private static final ReplyClassifier STANDARD = ReplyClassifier.standard();

  private static ReplyClassifier rules(String lines) throws IOException {
    return ReplyClassifier.read(new StringReader(lines), "own");
  }

  private static Refusal refusal(String status, int code, Refusal.Place place, String text) {
    return new Refusal(
        Optional.ofNullable(status).flatMap(EnhancedStatus::leading),
        code == 0 ? OptionalInt.empty() : OptionalInt.of(code),
        place,
        text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SESSION        | 550 | User unknown                                | USER_UNKNOWN
          NOTICE_AT_RCPT | 550 | User unknown                                | USER_UNKNOWN
          NOTICE         | 550 | User unknown                                | FILTERED
          SESSION        | 450 | all hosts have been failing for a long time | UNKNOWN
          NOTICE         |   0 | all hosts have been failing for a long time | EXPIRED
          NOTICE         |   0 | Unrouteable address                         | USER_UNKNOWN
          NOTICE         |   0 | 收件人邮箱不存在                                | USER_UNKNOWN
          NOTICE_AT_RCPT | 550 | <a@b.example>: Recipient address rejected: Access denied | ACCESS_DENIED
          NOTICE_AT_RCPT | 550 | <a@b.example>: Recipient address rejected.  | NOT_LISTED
          """)
  void tellsTheSameWordsApartByWhereTheyWereSaid(
      Refusal.Place place, int code, String text, RefusalReason reason) {
    String status = reason == RefusalReason.ACCESS_DENIED ? "5.7.1" : null;
    assertThat(STANDARD.judge(refusal(status, code, place, text)).reason()).isEqualTo(reason);
  }

  /** A live address that is suppressed by mistake is worse than a dead one that is tried again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 5.1.1 blocked using zen.spamhaus.org",
        "550 5.1.1 mailbox is full",
        "550 5.7.1 Unauthenticated email is not accepted due to the domain's DMARC policy",
        "550 5.7.1 This message contains spam",
        "550 5.2.1 The email account that you tried to reach is disabled",
        "550 Sender verify failed: no such user",
        "550 5.2.1 The user is receiving mail at a rate that prevents additional messages",
        "552 5.3.4 Message too big"
      })
  void callsNoLivingAddressDeadInANotice(String wire) {
    SmtpReply reply = SmtpReply.parse(wire).orElseThrow();
    Refusal told = Refusal.of(reply).with(Refusal.Place.NOTICE_AT_RCPT, reply.text());
    assertThat(STANDARD.judge(told).reason().isHard()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(RefusalReason.class)
  void givesEveryReasonACodeAndAStatus(RefusalReason reason) {
    assertThat(reason.code()).matches("[a-z]+(-[a-z]+)*");
    assertThat(EnhancedStatus.leading(reason.status())).isPresent();
    assertThat(reason.isHard() && reason.isAboutSender()).isFalse();
  }

  @Test
  void doesNotReadWordsOutOfAnAddress() {
    SmtpReply reply = SmtpReply.of(550, "<spamhaus-blacklist@example.net>: no such user");
    assertThat(STANDARD.judge(Refusal.of(reply)).reason()).isEqualTo(RefusalReason.USER_UNKNOWN);
  }

  @Test
  void fitsACodeWithAQuestionMarkAlsoWhereThereIsNone() throws IOException {
    ReplyClassifier rules = rules("SPAM * 55z? junk\nPOLICY * 55z rubbish");
    assertThat(rules.judge(refusal(null, 0, Refusal.Place.NOTICE, "junk")).reason())
        .isEqualTo(RefusalReason.SPAM);
    assertThat(rules.judge(refusal(null, 0, Refusal.Place.NOTICE, "rubbish")).reason())
        .isEqualTo(RefusalReason.UNKNOWN);
    assertThat(rules.judge(refusal(null, 450, Refusal.Place.NOTICE, "junk")).reason())
        .isEqualTo(RefusalReason.UNKNOWN);
  }

  @Test
  void knowsFromARuleWhatIsSaidToRcpt() throws IOException {
    ReplyClassifier rules = rules("AT_RCPT * * gateway seven").before(STANDARD);
    assertThat(rules.isSaidAtRcpt(refusal(null, 0, Refusal.Place.NOTICE, "Gateway  Seven says no")))
        .isTrue();
    assertThat(rules.isSaidAtRcpt(refusal(null, 0, Refusal.Place.NOTICE, "gateway six"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NONSENSE * * x             | No enum constant
          SPAM *                     | four columns
          SPAM 5.1 * x               | no status
          SPAM * 5 x                 | no code
          SPAM@NOWHERE * * x         | No enum constant
          SPAM * * (x                | Unclosed group
          """)
  void namesTheLineThatIsNoRule(String line, String reason) {
    assertThatThrownBy(() -> rules("# comment\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("own line 2: ")
        .hasMessageContaining(reason);
  }

  @Test
  void asksTheOwnersRulesBeforeItsOwn(@TempDir Path folder) throws IOException {
    Refusal known = refusal("5.1.1", 550, Refusal.Place.SESSION, "user unknown");
    assertThat(OwnReplyRules.in(folder).judge(known).rule()).startsWith("reply-rules.txt line");
    Files.writeString(folder.resolve("reply-rules.txt"), "FILTERED 5.1.1 550 user unknown\n");
    assertThat(OwnReplyRules.in(folder).judge(known))
        .isEqualTo(
            new Ruling(
                RefusalReason.FILTERED,
                "own reply-rules.txt line 1: FILTERED 5.1.1 550 user unknown",
                false));
  }

  @Test
  void refusesAFileOfTheOwnerThatIsNoTable(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("reply-rules.txt"), "anything\n");
    assertThatThrownBy(() -> OwnReplyRules.in(folder))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SETTING_UNUSABLE))
        .hasMessageContaining("line 1");
  }
}
