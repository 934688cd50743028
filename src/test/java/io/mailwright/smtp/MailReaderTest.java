package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.content.render.RenderedAttachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MailReaderTest {
  private static ReadMail read(String source) throws IOException {
    return MailReader.read(source.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void takesTextHtmlAndFilesApart() throws IOException {
    ReadMail mail =
        read(
            """
            Subject: =?UTF-8?B?5L2g5aW9?=
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            5L2g5aW9
            --a
            Content-Type: text/html; charset=us-ascii

            <p>Hi</p>
            --a--
            --m
            Content-Type: image/png; name=logo.png
            Content-ID: <logo>
            Content-Transfer-Encoding: base64

            AAEC
            --m--
            """);

    assertThat(mail.headers()).contains(new ReadMail.Header("Subject", "你好"));
    assertThat(mail.text()).contains("你好");
    assertThat(mail.html().orElseThrow()).contains("<p>Hi</p>");
    assertThat(mail.attachments()).hasSize(1);
    RenderedAttachment logo = mail.attachments().get(0);
    assertThat(logo.name()).isEqualTo("logo.png");
    assertThat(logo.contentType()).isEqualTo("image/png");
    assertThat(logo.inlineId()).contains("logo");
    assertThat(logo.bytes()).containsExactly(0, 1, 2);
  }

  @Test
  void readsTextOfAnUnknownCharsetAsUtf8() throws IOException {
    assertThat(read("Content-Type: text/plain; charset=martian\n\nhello").text()).contains("hello");
  }

  @Test
  void endsAtADepthThatNoHonestMailHas() throws IOException {
    StringBuilder source = new StringBuilder("MIME-Version: 1.0\n");
    for (int i = 0; i < 50; i++) {
      source.append("Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n");
    }
    source.append("Content-Type: text/plain\n\ndeep\n");

    assertThat(read(source.toString()).text()).isEmpty();
  }

  @Test
  void keepsHeadersOfAMessageWithoutABody() throws IOException {
    ReadMail mail = read("Subject: a\n b\nX: y\n");

    assertThat(mail.headers()).contains(new ReadMail.Header("Subject", "a b"));
    assertThat(mail.html()).isEmpty();
  }
}
