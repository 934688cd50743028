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
