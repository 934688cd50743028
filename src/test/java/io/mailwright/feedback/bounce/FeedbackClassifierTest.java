package io.mailwright.feedback.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

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

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a person's answer about a delivery|In-Reply-To: <m-42@shop.example>|Delivery problem with my order",
        "a ticket system's answer|Auto-Submitted: auto-replied|[#4711] Delivery failed - ticket opened",
        "an absence, the return path empty|Return-Path: <>|Bin im Urlaub",
        "thanks, the return path empty|Return-Path: <>|Thank you for your mail"
      })
  void takesPeopleAndTheirMachinesForNoMailSystem(String who, String header, String subject) {
    ReturnedMail mail =
        TestMails.of(
            """
            From: Ann <ann@example.net>
            %s
            Subject: %s

            Our office has moved to Main Street 5. My new e-mail address is bob@example.org.
            The user carl@example.org does not exist any more.
            """
                .formatted(header, subject));
    assertThat(classifier.classify(mail).findings())
        .allMatch(f -> f.kind() == FindingKind.AUTO_REPLY || f.kind() == FindingKind.NONE);
    assertThat(FeedbackClassifier.isNotice(mail)).isFalse();
  }

  @Test
  void believesANoticeThatOnlyItsSubjectShowsAsFarAsItHasAServersReply() {
    String head = "From: noreply@gate.example\nSubject: Nie dostarczono\n\n";
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        head
                            + "<ann@example.net>: 550 5.1.1 user unknown\n\n"
                            + "<bob@example.net>: unbekannter Empfänger, host unknown\n"))
                .findings())
        .extracting(Finding::kind)
        .containsExactly(FindingKind.HARD, FindingKind.SOFT);
  }

  /** None of this says that the recipient's address is dead. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 5.7.27 Sender address has null MX",
        "550 MAIL FROM domain has null MX",
        "550 no MX found for domain of sender",
        "550 sender is not listed in the recipient address book",
        "554 host does not accept mail with attachments",
        "550 domain does not accept mail outside business hours",
        "550 This user has changed his filter settings and does not accept bulk mail",
        "554 remote has changed its TLS certificate",
        "550 Your message has been moved to the administrator queue for review",
        "550 From: header domain does not exist",
        "550 HELO domain does not exist",
        "554 Message-ID: unknown domain",
        "554 Your message contains a link to an unknown domain",
        "550 Unknown host 192.0.2.7, fix your DNS",
        "550 发送方邮箱不存在",
        "550 回信地址不存在",
        "550 您的IP地址不存在反向解析",
        "550 收件人的白名单中不存在该发信地址",
        "550 인증 정보가 없는 메일은 수신이 거부됩니다",
        "550 사용자 권한이 없습니다",
        "450 宛先サーバーで不明なエラーが発生しました",
        "550 обратный адрес не существует",
        "550 callback failed: <news@shop.example> user unknown (in reply to RCPT TO command)",
        "550 Verification failed for <news@shop.example>: Unrouteable address",
        "550 Return address does not exist (in reply to RCPT TO command)",
        "550 IP address is unknown to us, not accepted (in reply to RCPT TO command)",
        "550 5.0.0 rejected, see https://support.example/ndr/5.1.1",
        "RESOLVER.ADR.SenderNotFound; not found",
        "550 5.1.2 bad sender system",
        "550 5.1.1 message looks like spam (in reply to end of DATA command)",
        // Put off each time, and given up by the one who tried.
        "450 no such user here (in reply to RCPT TO command)"
      })
  void callsNothingHardThatDoesNotSayThatTheAddressIsDead(String words) {
    assertThat(
            classifier
                .classify(
                    report(
                        "message/delivery-status",
                        """
                        Final-Recipient: rfc822; ann@example.net
                        Action: failed
                        Status: 5.0.0
                        Diagnostic-Code: smtp; %s
                        """
                            .formatted(words)))
                .findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).as(f.decidedBy()).isEqualTo(FindingKind.SOFT));
  }

  @Test
  void doesNotReadWhatANewsletterIsAbout() {
    assertThat(
            classifier
                .classify(
                    notice(
                        """
                        Your message to ann@example.net was blocked by our bulk filter.
                        Subject: Our shop has moved to @new.example - unknown domain? Host not found?
                        """))
                .findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).as(f.decidedBy()).isEqualTo(FindingKind.SOFT));
  }

  @Test
  void decodesAnOriginalRecipientInXtext() {
    assertThat(
            classifier
                .classify(
                    report(
                        "message/delivery-status",
                        """
                        Original-Recipient: rfc822;ann+2Btag@example.net
                        Final-Recipient: rfc822;ann+tag@example.net
                        Action: failed
                        Status: 5.1.1
                        """))
                .findings())
        .extracting(Finding::recipient)
        .containsExactly("ann+tag@example.net");
  }

  @ParameterizedTest
  @CsvSource({"abuse,COMPLAINT", "not spam,NONE"})
  void readsAComplaintWhoseReportHasATypeOfItsOwn(String type, FindingKind kind) {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        From: fbl@isp.example
                        Content-Type: multipart/report; report-type=feedback-report; boundary=b

                        --b
                        Content-Type: text/plain

                        Feedback-Type: %s
                        Original-Rcpt-To: <ann@example.net>
                        --b--
                        """
                            .formatted(type)))
                .findings())
        .extracting(Finding::recipient, Finding::kind)
        .containsExactly(tuple("ann@example.net", kind));
  }

  @ParameterizedTest
  @CsvSource({
    "'To: ann@example.net', ann@example.net HARD",
    "'To: ann@example.net|Cc: Ann <ANN@example.net>', ann@example.net HARD",
    "'To: ann@example.net, bob@example.net', ann@example.net SOFT bob@example.net SOFT",
    "'To: ann@example.net|Cc: bob@example.net', ann@example.net SOFT",
    "'Delivered-To: ann@example.net|To: x@example.net|Cc: y@example.net', ann@example.net HARD"
  })
  void holdsANoticeThatNamesNobodyAgainstNobodyUnlessOnlyOneGotTheMail(
      String headers, String found) {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        From: MAILER-DAEMON@mx.example
                        Subject: Undelivered Mail
                        Content-Type: multipart/mixed; boundary=b

                        --b
                        Content-Type: text/plain

                        Your message could not be delivered: 550 5.1.1 no such user

                        --b
                        Content-Type: message/rfc822

                        From: news@example.com
                        %s
                        Subject: News

                        Hello
                        --b--
                        """
                            .formatted(headers.replace('|', '\n'))))
                .findings())
        .extracting(finding -> finding.recipient() + " " + finding.kind())
        .containsExactly(found.split(" (?=[a-z])"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<小li@example.net>: host mx said: 550 5.1.1 no such user | 小li@example.net",
        "<張0@example.net>: 550 5.1.1 no such user | 張0@example.net",
        "<ann@bücher.example>: 550 5.1.1 no such user | ann@bücher.example",
        "ann@bücher.example: 550 5.1.1 no such user | ann@bücher.example",
        "<ann@example.neté.example>: 550 5.1.1 no such user | ann@example.neté.example",
        "<li@例子.测试>: 550 5.1.1 no such user | li@例子.测试",
        "<li@пример.рф>: 550 5.1.1 no such user | li@пример.рф",
        "邮箱li@example.net不存在: 550 5.1.1 no such user | li@example.net",
        "ann@example.netไม่พบ: 550 5.1.1 no such user | ann@example.net"
      })
  void namesTheWholeAddressWhateverItsScript(String words, String recipient) {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        From: MAILER-DAEMON@mx.example
                        Subject: Undelivered Mail Returned to Sender
                        Content-Type: text/plain; charset=utf-8
                        Content-Transfer-Encoding: 8bit

                        %s
                        """
                            .formatted(words)))
                .findings())
        .extracting(Finding::recipient)
        .containsExactly(recipient);
  }

  @ParameterizedTest
  @CsvSource({
    "Permanent, '', HARD",
    "Permanent, 5.0.0, HARD",
    "Permanent, 5.7.1, SOFT",
    "Transient, '', SOFT",
    "Undetermined, '', SOFT"
  })
  void believesAmazonWhereTheServersWordsAreLeftOut(String type, String status, FindingKind kind) {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        From: no-reply@sns.amazonaws.com
                        Subject: AWS Notification Message
                        Content-Type: text/plain

                        {"notificationType":"Bounce","bounce":{"bounceType":"%s","bounceSubType":"General",
                        "bouncedRecipients":[{"emailAddress":"ann@example.net","status":"%s"}]},"mail":{}}
                        """
                            .formatted(type, status)))
                .findings())
        .extracting(Finding::recipient, Finding::kind)
        .containsExactly(tuple("ann@example.net", kind));
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
        "rfc822; <ann@example.net> | ann@example.net",
        "rfc822; <mailto:ann@example.net> | ann@example.net",
        "rfc822; ann@example.net. | ann@example.net"
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ann@example.net>: Mail Server 5.1.1 could not deliver your message, try again",
        "This is the mail system build 5.1.1.\n\n<ann@example.net>: 550 rejected by policy",
        "ann@example.net\n  host mx.example.net: 220 ESMTP Exim 4.94.2\n  554 rejected",
        "<ann@example.net>: 554 rejected. Version: 5.1.1, Release 5.1.6, SpamFilter/5.1.1",
        "<ann@example.net>: 554 refused under section 5.1.1 of our terms of use",
        "<ann@example.net>: 554 refused by host 5.1.1.9, rule no. 5.1.1"
      })
  void takesTheNumberOfAProgramOrARuleForNoStatus(String text) {
    assertThat(classifier.classify(notice(text)).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).as(f.decidedBy()).isEqualTo(FindingKind.SOFT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Server error: '550 5.1.1 unknown'",
        "mx.example.net rejected: status 5.1.1",
        "Exchange said 550 5.1.1 User unknown"
      })
  void readsAStatusBesideTheNameOfAProgram(String words) {
    assertThat(classifier.classify(notice("<ann@example.net>: " + words)).findings())
        .extracting(Finding::recipient, Finding::kind)
        .containsExactly(tuple("ann@example.net", FindingKind.HARD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 5.1.1 User unknown\n    <ann@example.net>\n\n552 5.2.2 Mailbox full\n"
            + "    <bob@example.net>",
        "<ann@example.net>\n550 5.1.1 User unknown\n\n<bob@example.net>\n552 5.2.2 Mailbox full",
        "Reason: quota exceeded\n<bob@example.net>\n\nReason: 550 5.1.1 no such user\n"
            + "<ann@example.net>"
      })
  void givesEachRecipientItsOwnReasonWhicheverStandsFirst(String text) {
    assertThat(classifier.classify(notice("It could not be delivered:\n\n" + text)).findings())
        .extracting(Finding::recipient, Finding::kind)
        .containsExactlyInAnyOrder(
            tuple("ann@example.net", FindingKind.HARD), tuple("bob@example.net", FindingKind.SOFT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/delivery-status", "application/delivery-status", "application/octet-stream"})
  void readsAReportUnderAnotherType(String type) {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        """
                        From: MAILER-DAEMON@mx.example
                        Subject: Undelivered Mail
                        Content-Type: multipart/mixed; boundary=b

                        --b
                        Content-Type: text/plain

                        Your message was not delivered.
                        --b
                        Content-Type: %s

                        Reporting-MTA: dns; mx.example

                        Final-Recipient: rfc822; ann@example.net
                        Action: failed
                        Status: 5.1.1
                        --b--
                        """
                            .formatted(type)))
                .findings())
        .extracting(Finding::recipient, Finding::kind)
        .containsExactly(tuple("ann@example.net", FindingKind.HARD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: \"Postmaster\" <helpdesk@example.net>\nSubject: [#4711] Your ticket was received",
        "From: Mail Delivery Team <support@example.net>\nSubject: Request received\n"
            + "Auto-Submitted: auto-generated",
        "From: postmaster <desk@example.net>\nSubject: Ticket received\n"
            + "Auto-Submitted: auto-replied\nIn-Reply-To: <1@example.com>"
      })
  void takesAHelpDeskForNoMailSystemBecauseOfItsName(String headers) {
    assertThat(
            classifier
                .classify(
                    TestMails.of(
                        headers
                            + "\n\nWe received your message and opened ticket 4711.\n"
                            + "If you wrote to old@example.net: that address does not exist.\n"))
                .findings())
        .noneMatch(f -> f.kind() == FindingKind.HARD || f.kind() == FindingKind.SOFT);
  }

  @Test
  void readsTheFailedAddressesOfTOnlineAndNotTheMailBelow() {
    assertThat(
            classifier
                .classify(
                    notice(
                        """
                        |--------------- Message log follows: ---------------|
                         no valid recipients were found for this message
                        |------------- Failed addresses follow: -------------|
                         <ann@example.net> ... unknown user
                        |-------------- Message text follows: ---------------|
                        Subject: News

                        Write to carl@example.net
                        """))
                .findings())
        .extracting(Finding::recipient, Finding::kind)
        .containsExactly(tuple("ann@example.net", FindingKind.HARD));
  }

  @Test
  void findsWhoWasOnlyInCc() {
    assertThat(
            classifier
                .classify(
                    notice(
                        """
                        Your message could not be delivered: 550 5.1.1 user unknown

                        --- Original message follows ---
                        Message-ID: <1@example.com>
                        To: undisclosed-recipients:;
                        Cc: ann@example.net
                        """))
                .findings())
        .extracting(Finding::recipient, Finding::kind)
        .containsExactly(tuple("ann@example.net", FindingKind.HARD));
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
