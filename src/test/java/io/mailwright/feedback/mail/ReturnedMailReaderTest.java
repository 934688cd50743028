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
    "utf-8, iso-8859-1, Empfänger unbekannt"
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
