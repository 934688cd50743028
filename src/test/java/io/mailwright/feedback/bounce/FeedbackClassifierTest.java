package io.mailwright.feedback.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.mail.ReturnedMail;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackClassifierTest {
  private final FeedbackClassifier classifier = FeedbackClassifier.standard();

  private List<Finding> findings(String name) {
    return classifier.classify(TestMails.named(name)).findings();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(
      resources = "/feedback/expected.csv",
      numLinesToSkip = 1,
      nullValues = "none",
      emptyValue = "")
  void tellsWhatAMailSaysOfEachRecipient(
      String mail, String recipient, String kind, String status, String code, String reason) {
    List<Finding> found = findings(mail);
    if (kind == null) {
      assertThat(found).isEmpty();
      return;
    }
    assertThat(found)
        .filteredOn(f -> f.recipient().equals(recipient))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.kind()).hasToString(kind);
              assertThat(f.status().map(Object::toString).orElse(null)).isEqualTo(status);
              assertThat(f.replyCode().isPresent() ? "" + f.replyCode().getAsInt() : null)
                  .isEqualTo(code);
              assertThat(f.reason().code()).isEqualTo(reason);
            });
  }

  @Test
  void takesNoAnswerFromNoreplyForABounce() {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        From: Support <noreply@support.example.net>
                        To: news@example.com
                        Subject: We have received your message
                        Auto-Submitted: auto-replied
                        In-Reply-To: <1@example.com>

                        Thank you for your mail to help@example.net.
                        """))
                .findings())
        .extracting(Finding::kind)
        .containsExactly(FindingKind.AUTO_REPLY);
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        Return-Path: <>
                        From: Ann <ann@example.net>
                        To: news@example.com
                        Subject: Re: News
                        X-Autoreply: yes

                        I am away, please write to bob@example.net.
                        """))
                .findings())
        .extracting(Finding::kind)
        .containsExactly(FindingKind.AUTO_REPLY);
  }

  @Test
  void namesEachRecipientOnce() {
    assertThat(findings("two-recipients"))
        .extracting(Finding::recipient)
        .containsExactly("ann@example.net", "bob@example.net");
  }

  @Test
  void saysWhatItLookedAtAndWhatDecided() {
    assertThat(findings("postfix-unknown"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.decidedBy()).matches("reply-rules.txt line \\d+: USER_UNKNOWN 5.1.1 .*");
              assertThat(f.evidence()).contains("User unknown in virtual mailbox table");
              assertThat(f.clues())
                  .extracting(Clue::where)
                  .contains(
                      "Status field of the delivery report",
                      "Diagnostic-Code field of the delivery report",
                      "words of the notice",
                      "place in the session");
            });
  }

  @Test
  void doesNotBelieveThatAUserIsUnknownIfThatIsSaidAfterTheData() {
    assertThat(findings("postfix-after-data"))
        .singleElement()
        .satisfies(f -> assertThat(f.decidedBy()).contains("not known to be said to RCPT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postfix-blocklist", "outlook-spf", "exim-data", "fbl-auth-failure"})
  void holdsWhatIsSaidOfTheSenderNotAgainstTheRecipient(String name) {
    assertThat(findings(name)).singleElement().matches(f -> f.reason().isAboutSender());
  }

  @Test
  void asksTheOwnersRulesFirst() throws Exception {
    ReplyClassifier own =
        ReplyClassifier.read(
            new StringReader("USER_UNKNOWN@NOTICE * 550 no such user.*\\{to example\\.net\\}"),
            "own");
    FeedbackClassifier extended = new FeedbackClassifier(own.before(ReplyClassifier.standard()));
    assertThat(extended.classify(TestMails.named("postfix-after-data")).findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.kind()).isEqualTo(FindingKind.HARD);
              assertThat(f.decidedBy()).startsWith("own line 1");
            });
  }

  @Test
  void findsTheReportInTheTextOfABrokenMail() {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        From: MAILER-DAEMON@mx.example
                        Subject: Returned mail: User unknown
                        Content-Type: multipart/report; boundary="lost"

                        The original message was received.

                        Final-Recipient: RFC822; ann@example.net
                        Action: failed
                        Status: 5.1.1
                        """))
                .findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.recipient()).isEqualTo("ann@example.net");
              assertThat(f.kind()).isEqualTo(FindingKind.HARD);
            });
  }

  @Test
  void callsHardOnlyWhatIsSaidForGood() {
    Finding finding =
        classifier
            .classify(
                TestMails.of(
                    """
                    From: MAILER-DAEMON@mx.example
                    Subject: Undelivered Mail

                    <ann@example.net>: host mx.example.net said: 450 4.1.1 user unknown
                        (in reply to RCPT TO command)
                    """))
            .findings()
            .get(0);
    assertThat(finding.reason()).isEqualTo(RefusalReason.USER_UNKNOWN);
    assertThat(finding.kind()).isEqualTo(FindingKind.SOFT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "User's Disk Quota Exceeded. The recipient has too much mail stored in it | mailbox-full",
        "Reason: recipient reached disk quota | mailbox-full",
        "552 Quota violation for this user | mailbox-full",
        "ErrMsg=mail box space not enough | mailbox-full",
        "421 too much mail from your host | throttled",
        "554 Too many hops 26 (25 max) | network",
        "554 Message looping | network"
      })
  void tellsAFullMailboxAndALoopFromOtherTroubles(String words, String reason) {
    assertThat(classifier.classify(notice("<ann@example.net>: " + words)).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.reason().code()).isEqualTo(reason));
  }

  @Test
  void takesNoAddressFromTheDetailsOfTheReturnedMailAndNoWordForAPartOfOne() {
    assertThat(
            classifier
                .classify(
                    notice(
                        """
                        * [ann@example.net]: 550 ann@example.net...User account is overquota

                        Original message details:

                        * From: news@example.com
                        * To: bob@example.org
                        """))
                .findings())
        .extracting(Finding::recipient)
        .containsExactly("ann@example.net");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "您发往ann@example.net的邮件被退回：收件人不存在",
        "收件人“ann@example.net”不存在",
        "收件人\u00a0ann@example.net\u00a0不存在",
        "收件人《ann@example.net》不存在",
        "宛先ann@example.netは存在しません。550 5.1.1 User unknown"
      })
  void findsAnAddressAmongWordsWithoutSpaces(String words) {
    assertThat(classifier.classify(notice(words)).findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.recipient()).isEqualTo("ann@example.net");
              assertThat(f.kind()).isEqualTo(FindingKind.HARD);
            });
  }

  @Test
  void takesWhatStandsInBlocksOfHtmlForLines() {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        From: postmaster@mx.example
                        Subject: Undeliverable: News
                        Content-Type: text/html; charset=utf-8

                        <html><body><p>Your message to</p><div>ann@example.net</div><p>550 5.1.1 \
                        RESOLVER.ADR.RecipNotFound; not found</p><table><tr><td>Sender</td><td>\
                        news@shop.example</td></tr></table></body></html>
                        """))
                .findings())
        .first()
        .satisfies(
            f -> {
              assertThat(f.recipient()).isEqualTo("ann@example.net");
              assertThat(f.kind()).isEqualTo(FindingKind.HARD);
            });
  }

  private static ReturnedMail report(String type, String groups) {
    return TestMails.of(
        """
        From: MAILER-DAEMON@mx.example
        Subject: Undelivered Mail
        Content-Type: multipart/report; boundary=b

        --b
        Content-Type: %s

        Reporting-MTA: dns; mx.example

        %s
        --b--
        """
            .formatted(type, groups));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "utf-8; \\x{5F20}\\x{4E09}@example.net | 张三@example.net",
        "utf-8; 张三@例子.公司 | 张三@例子.公司",
        "UTF-8; a\\x{2B}b\\x{110000}@example.net | a+b\\x{110000}@example.net",
        "rfc822; \\x{41}@example.net | \\x{41}@example.net",
        "rfc822; Ann Example <ann@example.net> | ann@example.net",
        "rfc822; <ann@example.net> | ann@example.net"
      })
  void readsWhoItWasHoweverItIsWritten(String field, String recipient) {
    assertThat(
            classifier
                .classify(
                    report(
                        "message/global-delivery-status",
                        "Final-Recipient: " + field + "\nAction: failed\nStatus: 5.1.1\n"))
                .findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.recipient()).isEqualTo(recipient);
              assertThat(f.kind()).isEqualTo(FindingKind.HARD);
            });
  }

  private static String group(String last, String action, String status) {
    return """
        Original-Recipient: rfc822; team@example.net
        Final-Recipient: rfc822; %s@example.net
        Action: %s
        Status: %s

        """
        .formatted(last, action, status);
  }

  @ParameterizedTest
  @CsvSource({
    "failed, 5.1.1, expanded, 2.0.0, NONE",
    "failed, 5.1.1, relayed, 2.0.0, NONE",
    "failed, 5.1.1, failed, 5.1.1, HARD",
    "failed, 5.1.1, failed, 5.2.2, SOFT",
    "delayed, 4.4.1, failed, 5.1.1, HARD",
    "delayed, 4.4.1, delayed, 4.2.2, SOFT"
  })
  void takesWhatIsSaidOfOneRecipientTogether(
      String action, String status, String otherAction, String otherStatus, FindingKind kind) {
    assertThat(
            classifier
                .classify(
                    report(
                        "message/delivery-status",
                        group("joe", action, status) + group("sue", otherAction, otherStatus)))
                .findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.recipient()).isEqualTo("team@example.net");
              assertThat(f.kind()).isEqualTo(kind);
            });
  }

  @Test
  void takesAGoodStatusWithoutAnActionForDelivered() {
    assertThat(
            classifier
                .classify(
                    report(
                        "message/delivery-status",
                        "Final-Recipient: rfc822; ann@example.net\nStatus: 2.1.5\n"))
                .findings())
        .singleElement()
        .matches(f -> f.kind() == FindingKind.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Re: Delivery report of your order",
        "AW: Zustellung am Montag",
        "回复：发送失败怎么办",
        "Automatic reply: Delivery report of your order"
      })
  void takesNoAnswerForABounceBecauseOfItsSubject(String subject) {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        From: Ann <ann@example.net>
                        In-Reply-To: <m-42@shop.example>
                        Subject: %s

                        Thank you! You reach me at ann.private@example.org from now on.
                        """
                            .formatted(subject)))
                .findings())
        .noneMatch(f -> f.kind() == FindingKind.HARD || f.kind() == FindingKind.SOFT);
  }

  private static ReturnedMail notice(String text) {
    return TestMails.of(
        """
        From: MAILER-DAEMON@mx.example
        Subject: Undelivered Mail

        """
            + text);
  }
}
