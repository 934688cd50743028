package io.mailwright.content.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageProgramTest {
  private static final Instant DATE = Instant.parse("2026-03-01T08:05:09Z");
  private static final byte[] PDF = "%PDF-1.7\u0000\u0001".getBytes(StandardCharsets.ISO_8859_1);

  private static MailSender sender(Optional<String> name) {
    return new MailSender(
        EmailAddress.of("news@example.com"),
        name,
        Optional.of(EmailAddress.of("answers@example.com")));
  }

  private static MailHeader header(String to, Optional<String> toName) {
    return new MailHeader(EmailAddress.of(to), toName, "<c1.r1@example.com>", DATE);
  }

  private static MailHeader header() {
    return header("ann@example.net", Optional.of("Ann Ålesund"));
  }

  private static MailBody encoded(MailHeader header, RenderedMail mail) {
    return MessageProgram.of(
            sender(Optional.of("Café Müller, 北京")), mail.attachments(), Optional.empty())
        .encode(header, mail);
  }

  private static RenderedMail mail(
      String html, Optional<String> text, RenderedAttachment... files) {
    return new RenderedMail("Grüße aus 上海", html, text, List.of(files));
  }

  private static RenderedAttachment file(String name, Optional<String> inlineId) {
    return new RenderedAttachment(name, "application/pdf", PDF, inlineId);
  }

  private static String wire(MailBody body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    assertThat(body.size()).isEqualTo(out.size());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static MimeMessage parsed(String wire) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(wire.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertFitForEveryServer(String wire) {
    assertThat(wire.chars().allMatch(c -> c < 0x80)).as("7-bit").isTrue();
    assertThat(wire).doesNotContainPattern("[^\\r]\\n|\\r[^\\n]").endsWith("\r\n");
    assertThat(wire.split("\r\n", -1)).allSatisfy(l -> assertThat(l).hasSizeLessThan(999));
    assertThat(wire).doesNotContain("8bit");
  }

  @Test
  void writesTheHeaderThatReceiversExpect() throws Exception {
    String wire = wire(encoded(header(), mail("<p>hi</p>", Optional.of("hi"))));
    assertFitForEveryServer(wire);
    MimeMessage message = parsed(wire);
    assertThat(message.getHeader("Date")).containsExactly("Sun, 1 Mar 2026 08:05:09 +0000");
    assertThat(message.getHeader("Message-ID")).containsExactly("<c1.r1@example.com>");
    assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
    assertThat(message.getSubject()).isEqualTo("Grüße aus 上海");
    InternetAddress from = (InternetAddress) message.getFrom()[0];
    assertThat(from.getAddress()).isEqualTo("news@example.com");
    assertThat(from.getPersonal()).isEqualTo("Café Müller, 北京");
    assertThat(message.getReplyTo()).containsExactly(new InternetAddress("answers@example.com"));
    InternetAddress to = (InternetAddress) message.getRecipients(RecipientType.TO)[0];
    assertThat(to.getPersonal()).isEqualTo("Ann Ålesund");
  }

  @Test
  void isTheSameMailForTheSameInput() throws Exception {
    RenderedMail plain = mail("<p>hi</p>", Optional.empty());
    assertThat(wire(encoded(header(), plain))).isEqualTo(wire(encoded(header(), plain)));
  }

  @Test
  void nestsTextHtmlPicturesAndFiles() throws Exception {
    String wire =
        wire(
            encoded(
                header(),
                mail(
                    "<img src='cid:logo'>ä",
                    Optional.of("hi ä"),
                    file("logo.png", Optional.of("logo")),
                    file("发票 2026.pdf", Optional.empty()))));
    assertFitForEveryServer(wire);
    MimeMessage message = parsed(wire);
    MimeMultipart mixed = multipart(message.getContent(), "multipart/mixed", 2);
    MimeMultipart alternative =
        multipart(mixed.getBodyPart(0).getContent(), "multipart/alternative", 2);
    assertThat(alternative.getBodyPart(0).getContent()).isEqualTo("hi ä");
    MimeMultipart related =
        multipart(alternative.getBodyPart(1).getContent(), "multipart/related", 2);
    assertThat(related.getBodyPart(0).getContent()).isEqualTo("<img src='cid:logo'>ä");
    MimeBodyPart logo = (MimeBodyPart) related.getBodyPart(1);
    assertThat(logo.getContentID()).isEqualTo("<logo>");
    assertThat(logo.getDisposition()).isEqualTo("inline");
    MimeBodyPart invoice = (MimeBodyPart) mixed.getBodyPart(1);
    assertThat(invoice.getDisposition()).isEqualTo("attachment");
    assertThat(invoice.getFileName()).isEqualTo("发票 2026.pdf");
    assertThat(invoice.getInputStream().readAllBytes()).isEqualTo(PDF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bob's 100% \"best\" = 1;2.pdf",
        "Bob's.pdf",
        "发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票"
            + "发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票"
            + "发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票发票.pdf"
      })
  void namesFilesSoThatEveryReaderFindsTheName(String name) throws Exception {
    String wire =
        wire(encoded(header(), mail("x", Optional.empty(), file(name, Optional.empty()))));
    assertFitForEveryServer(wire);
    assertThat(wire).as("old readers take an apostrophe for RFC 2231").doesNotContain("=Bob's");
    MimeMultipart mixed = (MimeMultipart) parsed(wire).getContent();
    assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo(name);
    assertThat(mixed.getBodyPart(1).getContentType()).startsWith("application/pdf");
  }

  @ParameterizedTest
  @ValueSource(ints = {899, 4000})
  void keepsLinesShortForASubjectWithoutSpaces(int length) throws Exception {
    String subject = "x".repeat(length) + "😀".repeat(length > 1000 ? 100 : 0);
    String wire =
        wire(encoded(header(), new RenderedMail(subject, "x\n", Optional.empty(), List.of())));
    assertFitForEveryServer(wire);
    assertThat(parsed(wire).getSubject()).isEqualTo(subject);
  }

  @Test
  void doesNotLetAValuePassForAnEncodedWord() throws Exception {
    String subject = "Hi =?utf-8?q?=0D=0ABcc:_x?=";
    String wire =
        wire(encoded(header(), new RenderedMail(subject, "x\n", Optional.empty(), List.of())));
    assertThat(parsed(wire).getSubject()).isEqualTo(subject);
  }

  private static MimeMultipart multipart(Object content, String type, int parts) throws Exception {
    MimeMultipart multipart = (MimeMultipart) content;
    assertThat(multipart.getContentType()).startsWith(type);
    assertThat(multipart.getCount()).isEqualTo(parts);
    return multipart;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ann",
        "Ann B. O'Hara",
        "\\ &amp; \"x\" (y)",
        "O'Hara, Ann <ann@example.com>; \\x",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l \\",
        "=?utf-8?q?x?="
      })
  void keepsNamesAsTheyAre(String name) throws Exception {
    String wire =
        wire(encoded(header("ann@example.net", Optional.of(name)), mail("x", Optional.empty())));
    assertFitForEveryServer(wire);
    InternetAddress to = (InternetAddress) parsed(wire).getRecipients(RecipientType.TO)[0];
    assertThat(to.getPersonal()).isEqualTo(name);
    assertThat(to.getAddress()).isEqualTo("ann@example.net");
  }

  @Test
  void needsNoMultipartForHtmlAlone() throws Exception {
    MimeMessage message = parsed(wire(encoded(header(), mail("<p>ö</p>", Optional.empty()))));
    assertThat(message.getContentType()).isEqualTo("text/html; charset=UTF-8");
    assertThat(message.getContent()).isEqualTo("<p>ö</p>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\ntwo\r\nthree\rfour",
        ".\n.\n..\nFrom me\n",
        "trailing space \n\ttab\t\n",
        "你好，世界。这是一封测试邮件。\n",
        "= =3D =\n",
        "",
        "\uD83D\uDE00"
      })
  void keepsTheTextWhateverItHolds(String text) throws Exception {
    String wire = wire(encoded(header(), mail(text, Optional.of(text))));
    assertFitForEveryServer(wire);
    MimeMultipart both = (MimeMultipart) parsed(wire).getContent();
    String canonical = text.replaceAll("\r\n|\r|\n", "\r\n");
    assertThat(both.getBodyPart(0).getContent()).isEqualTo(canonical);
    assertThat(both.getBodyPart(1).getContent()).isEqualTo(canonical);
  }

  @Test
  void breaksLinesOfAnyLength() throws Exception {
    String html = "<p>" + "x".repeat(5000) + "字".repeat(5000) + "</p>";
    String wire = wire(encoded(header(), mail(html, Optional.of(html))));
    assertFitForEveryServer(wire);
    RenderedMail longSubject =
        new RenderedMail("长".repeat(400) + "x".repeat(1200), html, Optional.empty(), List.of());
    assertFitForEveryServer(
        wire(encoded(header("ann@example.net", Optional.of("名".repeat(300))), longSubject)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nBcc: eve@example.net", "a\nb", "a\rb", "a\u0000b", "a\u2028b"})
  void letsNoValueBreakTheHeader(String value) {
    assertUnsafe(() -> header("ann@example.net", Optional.of(value)));
    assertUnsafe(
        () -> encoded(header(), new RenderedMail(value, "x", Optional.empty(), List.of())));
    assertUnsafe(
        () -> encoded(header(), mail("x", Optional.empty(), file(value, Optional.empty()))));
    assertUnsafe(
        () -> encoded(header(), mail("x", Optional.empty(), file("x", Optional.of(value)))));
    assertUnsafe(
        () ->
            encoded(
                header(),
                mail(
                    "x",
                    Optional.empty(),
                    new RenderedAttachment("x", "text/" + value, PDF, Optional.empty()))));
    assertUnsafe(() -> sender(Optional.of(value)));
    assertUnsafe(
        () ->
            new MailHeader(
                EmailAddress.of("ann@example.net"), Optional.empty(), "<" + value + "@b>", DATE));
  }

  private static void assertUnsafe(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSAFE_HEADER));
  }

  @Test
  void writesANonAsciiLocalPartAsUtf8AndSaysThatItMust() throws Exception {
    MailBody body = encoded(header("š@例子.example", Optional.empty()), mail("x", Optional.empty()));
    assertThat(body.needsSmtpUtf8()).isTrue();
    assertThat(wire(body)).contains("To: š@xn--").doesNotContain("a@");
    assertThat(encoded(header(), mail("x", Optional.empty())).needsSmtpUtf8()).isFalse();
  }
}
