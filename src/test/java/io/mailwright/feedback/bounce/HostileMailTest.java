package io.mailwright.feedback.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.feedback.mail.ReturnedMail;
import io.mailwright.feedback.mail.ReturnedMailReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Mails that are made to cost much. What is kept of them is counted; the time is only guarded
 * against what grows with the square of the length, which would take hours.
 */
@Timeout(60)
class HostileMailTest {
  private static final String HEAD =
      """
      From: MAILER-DAEMON@x.example
      To: a@b.example
      Subject: failure notice
      MIME-Version: 1.0
      """;

  private static final String REPORT =
      HEAD
          + """
          Content-Type: multipart/report; report-type=delivery-status; boundary="b"

          --b

          It could not be delivered.
          --b
          Content-Type: message/delivery-status

          Reporting-MTA: dns; x

          """;

  private static InputStream mail(String head, int times, IntFunction<String> each, String tail) {
    Iterator<InputStream> parts =
        Stream.of(Stream.of(head), IntStream.range(0, times).mapToObj(each), Stream.of(tail))
            .flatMap(s -> s)
            .<InputStream>map(s -> new ByteArrayInputStream(s.getBytes(StandardCharsets.UTF_8)))
            .iterator();
    Enumeration<InputStream> all =
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return parts.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return parts.next();
          }
        };
    return new SequenceInputStream(all);
  }

  private static ReturnedMail read(InputStream source) throws IOException {
    ReturnedMail mail = ReturnedMailReader.read(source);
    long kept =
        mail.parts().stream()
            .mapToLong(p -> p.text().length() + p.groups().stream().mapToLong(String::length).sum())
            .sum();
    assertThat(kept).as("characters that are kept").isLessThan(20_000_000);
    assertThat(mail.parts()).hasSizeLessThan(1_000);
    return mail;
  }

  private static List<Finding> findings(InputStream source) throws IOException {
    return FeedbackClassifier.standard().classify(read(source)).findings();
  }

  private static String recipient(int number, String words) {
    return """
        Final-Recipient: rfc822; user%d@example.net
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 %s

        """
        .formatted(number, words);
  }

  @Test
  void judgesFiftyThousandRecipients() throws IOException {
    assertThat(findings(mail(REPORT, 50_000, i -> recipient(i, "user unknown"), "--b--\n")))
        .hasSize(50_000)
        .allMatch(f -> f.kind() == FindingKind.HARD);
  }

  @Test
  void judgesFiftyThousandRecipientsWhoseWordsAllDiffer() throws IOException {
    String noise = "qwerty mailbox sender recipient account ".repeat(8);
    List<Finding> found =
        findings(mail(REPORT, 50_000, i -> recipient(i, "no. " + i + " " + noise), "--b--\n"));
    assertThat(found).hasSize(50_000).allMatch(f -> f.kind() == FindingKind.HARD);
    assertThat(found.get(49_999).clues()).isEmpty();
  }

  /** The words on each stand before megabytes of others. */
  @Test
  void judgesFiftyThousandRecipientsThatTheTextNamesToo() throws IOException {
    String text =
        IntStream.range(0, 50_000)
            .mapToObj("<user%d@example.net>: 550 5.1.1 user unknown here, he said\n"::formatted)
            .collect(Collectors.joining());
    String head = REPORT.replace("It could not be delivered.\n", "These failed\n" + text);
    assertThat(findings(mail(head, 50_000, i -> recipient(i, "user unknown"), "--b--\n")))
        .hasSize(50_000)
        .allMatch(f -> f.kind() == FindingKind.HARD);
  }

  @Test
  void passesOverThirtyMegabytes() throws IOException {
    String head =
        HEAD
            + """
            Content-Type: multipart/mixed; boundary=b

            --b

            <ann@example.net>: 550 5.1.1 user unknown
            --b
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64

            """;
    assertThat(findings(mail(head, 400_000, i -> "QUJD".repeat(19) + "\n", "--b--\n")))
        .singleElement()
        .matches(f -> f.kind() == FindingKind.HARD);
  }

  @Test
  void bearsLinesOfTenMegabytes() throws IOException {
    IntFunction<String> long1 = i -> "a".repeat(1 << 20);
    assertThat(read(mail("X-Long: ", 10, long1, "\n" + HEAD + "\nx\n")).parts())
        .extracting("type")
        .containsOnly(ReturnedMail.DAMAGED);
    assertThat(read(mail(HEAD + "\n", 10, long1, "\nx\n")).parts()).hasSize(1);
    assertThat(
            findings(
                mail(
                    REPORT
                        + "Final-Recipient: rfc822; a@c.example\nStatus: 5.1.1\nDiagnostic-Code: ",
                    10,
                    long1,
                    "\n\n--b--\n")))
        .hasSize(1);
  }

  @Test
  void goesOnlySoDeep() throws IOException {
    ReturnedMail multiparts =
        read(
            mail(
                HEAD + "Content-Type: multipart/mixed; boundary=b0\n\n",
                20_000,
                i -> "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n".formatted(i, i + 1),
                "--b20000\n\nx\n"));
    assertThat(multiparts.parts()).hasSizeLessThan(30);
    ReturnedMail messages =
        read(mail("", 200, i -> HEAD + "Content-Type: message/rfc822\n\n", HEAD + "\nx\n"));
    assertThat(messages.levels()).hasSizeLessThan(30);
  }

  @Test
  void findsAddressesInTimeThatGrowsWithTheLengthOnly() throws IOException {
    assertThat(findings(mail(HEAD + "\n", 100, i -> "a".repeat(1_990) + "@\n", ""))).isEmpty();
    assertThat(findings(mail(HEAD + "\n", 100, i -> "a@".repeat(990) + "\n", "")))
        .hasSizeLessThan(3_000);
    assertThat(
            findings(
                mail(
                    HEAD + "\n",
                    50_000,
                    i -> "<u" + i + "@c.example>" + (i % 200 == 0 ? "\n" : " "),
                    "\n550 user unknown\n")))
        .hasSizeLessThan(3_000);
  }

  @Test
  void triesNoExpressionOnTextWithoutEnd() throws IOException {
    String words = "too many user unknow exceed quota recipient mailbox delivery not sender ";
    assertThat(findings(mail(HEAD + "\n<a@c.example>: ", 3_000, i -> words, "\n"))).hasSize(1);
    assertThat(findings(mail("Subject: ", 200, i -> "delivery ", "\n\nx\n"))).isEmpty();
    assertThat(findings(mail(HEAD + "\nx\n", 300, i -> "-".repeat(900) + " this\n", ""))).isEmpty();
  }

  @Test
  void doesNotGoDownIntoNestedJson() throws IOException {
    String head = HEAD + "\n{\"notificationType\":\"Bounce\",\"bounce\":";
    assertThat(findings(mail(head, 30_000, i -> "[", "\n"))).isEmpty();
  }

  @Test
  void readsWhatCanBeReadOfBrokenEncodings() throws IOException {
    assertThat(
            findings(
                mail(
                    HEAD
                        + "Content-Type: text/plain; charset=nonsense\n"
                        + "Content-Transfer-Encoding: base64\n\n",
                    1_000,
                    i -> "%%%%====\n",
                    "")))
        .isEmpty();
    assertThat(Collections.singleton(read(mail("", 0, i -> "", "")))).hasSize(1);
  }
}
