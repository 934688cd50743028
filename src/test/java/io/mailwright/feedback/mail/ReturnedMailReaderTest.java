package io.mailwright.feedback.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnedMailReaderTest {
  private static ReturnedMail read(String text) throws IOException {
    return ReturnedMailReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "iso-2022-jp, iso-2022-jp, 宛先が存在しません",
    "shift_jis, shift_jis, 宛先が存在しません",
    "gb18030, gb18030, 收件人不存在",
    "koi8-r, koi8-r, пользователь не найден",
    "us-ascii, utf-8, 收件人不存在",
    "nonsense, utf-8, Empfänger unbekannt",
    "utf-8, iso-8859-1, Empfänger unbekannt",
    "gb2312, gbk, 收件人囍不存在：您的邮件被退回",
    "us-ascii, gbk, 您的邮件被退回：收件人不存在",
    "iso-8859-1, gbk, 您的邮件被退回：收件人不存在",
    "iso-8859-1, utf-8, 收件人不存在",
    "iso-8859-1, iso-8859-1, Die Empfängeradresse für Müller existiert nicht",
    "iso-8859-1, iso-8859-1, Informação: situação não resolvida",
    "iso-8859-1, iso-8859-1, Ärger: Das Postfach des Empfängers ist übervoll",
    "us-ascii, windows-1251, Получатель: пользователь не найден",
    "iso-8859-1, koi8-r, Получатель: пользователь не найден",
    "us-ascii, shift_jis, 宛先のメールアドレスが存在しません",
    "us-ascii, iso-2022-jp, 宛先が存在しません",
    "shift_jis, windows-31j, ①宛先が存在しません"
  })
  void readsTextByTheCharsetThatIsTrue(String named, String used, String text) throws IOException {
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(
        ("Content-Type: text/plain; charset="
                + named
                + "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    mail.writeBytes(text.getBytes(Charset.forName(used)));
    assertThat(ReturnedMailReader.read(new ByteArrayInputStream(mail.toByteArray())).parts())
        .extracting(MailPart::text)
        .containsExactly(text);
  }

  @Test
  void keepsTheLettersOfATextThatIsCutInTheMiddleOfOne() throws IOException {
    String line = "收件人不存在 \n";
    ReturnedMail mail = read("Content-Type: text/plain; charset=utf-8\n\n" + line.repeat(20_000));
    assertThat(mail.parts().get(0).text()).startsWith(line).doesNotContain("æ");
  }

  @Test
  void keepsTheLettersBehindACharacterThatWasCut() throws IOException {
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    mail.writeBytes("您的邮件“春季新".getBytes(StandardCharsets.UTF_8));
    mail.write(0xe5);
    mail.writeBytes("”: 收件人不存在".getBytes(StandardCharsets.UTF_8));
    assertThat(ReturnedMailReader.read(new ByteArrayInputStream(mail.toByteArray())).parts())
        .extracting(MailPart::text)
        .containsExactly("您的邮件“春季新\ufffd”: 收件人不存在");
  }

  @Test
  void keepsOneWrongOctetFromSpoilingTheLettersAround() throws IOException {
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(
        "Content-Type: text/plain; charset=shift_jis\n\n".getBytes(StandardCharsets.US_ASCII));
    mail.writeBytes("宛先が存在しません".getBytes(Charset.forName("shift_jis")));
    mail.write(0xFF);
    assertThat(ReturnedMailReader.read(new ByteArrayInputStream(mail.toByteArray())).parts())
        .singleElement()
        .satisfies(part -> assertThat(part.text()).startsWith("宛先が存在しません"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-8", "gbk"})
  void readsAHeaderThatSaysNoCharset(String used) throws IOException {
    byte[] mail = "Subject: 系统退信：您的邮件\n 没有送达\n\ntext\n".getBytes(Charset.forName(used));
    assertThat(ReturnedMailReader.read(new ByteArrayInputStream(mail)).headers().first("subject"))
        .contains("系统退信：您的邮件 没有送达");
  }

  @Test
  void readsWordsOfAReportThatAreNotUtf8() throws IOException {
    byte[] mail =
        """
        Content-Type: message/delivery-status

        Final-Recipient: rfc822; ann@example.net
        Diagnostic-Code: smtp; 550 收件人不存在
        """
            .getBytes(Charset.forName("gbk"));
    assertThat(
            ReturnedMailReader.read(new ByteArrayInputStream(mail)).parts().get(0).groups().get(0))
        .endsWith("Diagnostic-Code: smtp; 550 收件人不存在\n");
  }

  @Test
  void keepsApartRecipientsWithoutAnEmptyLineBetween() throws IOException {
    ReturnedMail mail =
        read(
            """
            Content-Type: message/delivery-status

            Original-Recipient: rfc822; ann@example.net
            Final-Recipient: rfc822; ann@mx.example.net
            Action: failed
            Original-Recipient: rfc822; bob@example.net
            Final-Recipient: rfc822; bob@mx.example.net
            Action: failed
            """);
    assertThat(mail.parts().get(0).groups())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("Original-Recipient: rfc822; bob@example.net\n");
  }

  @Test
  void keepsTogetherWhatIsSaidOfOneRecipientInWhateverOrder() throws IOException {
    ReturnedMail mail =
        read(
            """
            Content-Type: message/delivery-status

            Action: failed
            Final-Recipient: rfc822; ann@example.net
            Original-Recipient: rfc822; ann@example.net
            Status: 5.1.1

            Final-Recipient: rfc822; bob@example.net
            Action: failed
            Original-Recipient: rfc822; bob@example.net
            Status: 5.1.1
            """);
    assertThat(mail.parts().get(0).groups())
        .hasSize(2)
        .allSatisfy(group -> assertThat(group).contains("Original-Recipient", "Status: 5.1.1"));
  }

  @Test
  void knowsTheHeadersOfAReturnedMailThatIsNotAscii() throws IOException {
    ReturnedMail mail =
        read(
            """
            Content-Type: multipart/report; report-type=global-delivery-status; boundary=b

            --b
            Content-Type: message/global

            Message-ID: <m-1@shop.example>
            To: 张三@example.net

            Message-ID: <other@shop.example>
            --b--
            """);
    assertThat(mail.returned().all("message-id")).containsExactly("<m-1@shop.example>");
  }

  @Test
  void keepsTheHeadersOfEachMailApart() throws IOException {
    ReturnedMail mail =
        read(
            """
            Subject: outer
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: message/rfc822

            Subject: =?utf-8?q?inner_=C3=A4?=
            X-Folded: one
              two

            text
            --b--
            """);
    assertThat(mail.headers().first("SUBJECT")).contains("outer");
    assertThat(mail.returned().first("subject")).contains("inner ä");
    assertThat(mail.enclosed().headers().has("x-folded")).isTrue();
    assertThat(mail.enclosed().parts("text/plain")).hasSize(1);
  }

  @Test
  void keepsOfAReportTheFieldsThatTellSomething() throws IOException {
    ReturnedMail mail =
        read(
            """
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example


            Final-Recipient: rfc822; ann@example.net
            X-Unknown: anything
            Diagnostic-Code: smtp; 550
              no such user
            Final-Recipient: rfc822; bob@example.net
            """);
    assertThat(mail.parts().get(0).groups())
        .containsExactly(
            "Reporting-MTA: dns; mx.example\n",
            "Final-Recipient: rfc822; ann@example.net\n"
                + "Diagnostic-Code: smtp; 550 no such user\n",
            "Final-Recipient: rfc822; bob@example.net\n");
  }

  @Test
  void readsAMailThatHasLostItsBoundaries() throws IOException {
    ReturnedMail mail =
        read("Content-Type: multipart/report; boundary=lost\n\n<a@b.example>: no\n");
    assertThat(mail.parts()).extracting(MailPart::type).contains(ReturnedMail.PREAMBLE);
  }

  @Test
  void readsNothingAsAMailWithoutAnything() throws IOException {
    assertThat(read("").parts()).extracting(MailPart::text).isSubsetOf(List.of(""));
    assertThat(read("").headers().isEmpty()).isTrue();
  }
}
