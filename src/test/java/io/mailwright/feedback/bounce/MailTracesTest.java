package io.mailwright.feedback.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.feedback.bounce.MailTrace.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTracesTest {
  private static List<MailTrace> traces(String name) {
    return FeedbackClassifier.standard().classify(TestMails.named(name)).traces();
  }

  @Test
  void believesTheEnvelopeFirstThenTheIdentifierThenTheRecipient() {
    assertThat(traces("postfix-unknown"))
        .startsWith(
            new MailTrace(
                Kind.ENVELOPE_RECIPIENT, "news-b42@bounce.shop.example", "header delivered-to"))
        .contains(
            new MailTrace(
                Kind.ENVELOPE_RECIPIENT,
                "news-b42=ann@bounce.shop.example",
                "Return-Path of the returned mail"),
            new MailTrace(Kind.MESSAGE_ID, "m-42@shop.example", "Message-ID of the returned mail"))
        .isSortedAccordingTo((a, b) -> a.kind().compareTo(b.kind()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qmail",
        "exim",
        "courier",
        "fbl-abuse",
        "auto-rfc3834",
        "receipt",
        "sendmail-old"
      })
  void findsTheIdentifierInReturnedQuotedAndAnsweredMails(String name) {
    assertThat(traces(name))
        .filteredOn(t -> t.kind() == Kind.MESSAGE_ID)
        .extracting(MailTrace::value)
        .contains("m-42@shop.example");
  }

  @Test
  void findsInANoticeThatWasPassedOnWhatMailItIsAbout() {
    assertThat(traces("forwarded"))
        .contains(
            new MailTrace(
                Kind.ENVELOPE_RECIPIENT,
                "news-b42=ann@bounce.shop.example",
                "Return-Path of the returned mail"),
            new MailTrace(Kind.MESSAGE_ID, "m-42@shop.example", "Message-ID of the returned mail"));
  }

  @Test
  void findsTheReturnPathThatAComplaintNames() {
    assertThat(traces("fbl-abuse"))
        .contains(
            new MailTrace(
                Kind.ENVELOPE_RECIPIENT,
                "news-b42@bounce.shop.example",
                "Original-Mail-From field of the report message/feedback-report"));
  }

  @Test
  void findsTheIdentifierOfAReturnedMailThatIsNotAscii() {
    assertThat(
            FeedbackClassifier.standard()
                .classify(
                    TestMails.of(
                        """
                        From: MAILER-DAEMON@mx.example
                        Subject: Undelivered Mail
                        Content-Type: multipart/report; boundary=b

                        --b
                        Content-Type: message/global-delivery-status

                        Final-Recipient: utf-8; 张三@example.net
                        Action: failed
                        Status: 5.1.1

                        --b
                        Content-Type: message/global-headers

                        Message-ID: <m-42@shop.example>
                        To: 张三@example.net

                        --b--
                        """))
                .traces())
        .contains(
            new MailTrace(Kind.MESSAGE_ID, "m-42@shop.example", "Message-ID of the returned mail"));
  }

  /** RFC 6590. */
  @Test
  void findsTheLinkToLeaveInAComplaintThatNamesNobody() {
    assertThat(
            FeedbackClassifier.standard()
                .classify(
                    TestMails.of(
                        """
                        From: fbl@isp.example
                        Content-Type: multipart/report; report-type=feedback-report; boundary=b

                        --b
                        Content-Type: message/feedback-report

                        Feedback-Type: abuse
                        Version: 1
                        User-Agent: Loop/1.0

                        --b
                        Content-Type: text/rfc822-headers

                        From: news@shop.example
                        To: redacted@isp.example
                        List-Unsubscribe: <https://shop.example/u/dG9rZW4tb2YtYW5u>,
                         <mailto:leave@shop.example?subject=unsubscribe-dG9rZW4tb2YtYW5u>

                        --b--
                        """))
                .traces())
        .filteredOn(t -> t.kind() == Kind.UNSUBSCRIBE_LINK)
        .containsExactly(
            link("https://shop.example/u/dG9rZW4tb2YtYW5u"),
            link("mailto:leave@shop.example?subject=unsubscribe-dG9rZW4tb2YtYW5u"));
  }

  private static MailTrace link(String uri) {
    return new MailTrace(Kind.UNSUBSCRIBE_LINK, uri, "List-Unsubscribe of the returned mail");
  }

  @Test
  void keepsTheLettersOfASignedMark() {
    assertThat(
            FeedbackClassifier.standard()
                .classify(TestMails.of("X-Original-To: B-aZ9.q_x=YY@bounce.shop.example\n\nx"))
                .traces())
        .extracting(MailTrace::value)
        .containsExactly("B-aZ9.q_x=YY@bounce.shop.example");
  }

  @Test
  void keepsOnlySomeOfVeryMany() {
    String many = "<a@b.example> ".repeat(1) + "<x%s@b.example> ".repeat(500).formatted(numbers());
    assertThat(
            FeedbackClassifier.standard()
                .classify(TestMails.of("References: " + many + "\n\nx"))
                .traces())
        .hasSizeLessThanOrEqualTo(20);
  }

  private static Object[] numbers() {
    return java.util.stream.IntStream.range(0, 500).boxed().toArray();
  }
}
