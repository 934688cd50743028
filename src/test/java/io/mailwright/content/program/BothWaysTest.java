package io.mailwright.content.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.content.render.RenderedMail;
import io.mailwright.testing.VariedMails;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Varied mails made by the message program and by Jakarta Mail: its own parser reads the same
 * structure, header fields, texts and files out of both. Left out is text that looks like encoded
 * words, which Jakarta Mail passes on to be decoded, and backslashes in names, of which it loses
 * some.
 */
class BothWaysTest {
  private static final int MAILS = 1000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void makesWhatJakartaMailWouldMake(long seed) throws Exception {
    VariedMails varied = new VariedMails(seed);
    for (int i = 0; i < MAILS; i++) {
      MailSender sender = varied.sender();
      MailHeader header = varied.header();
      RenderedMail mail = varied.mail();
      byte[] ours =
          octets(
              MessageProgram.of(sender, mail.attachments(), Optional.empty()).encode(header, mail));
      assertFitForEveryServer(ours);
      assertThat(read(ours))
          .as("seed %d, mail %d", seed, i)
          .isEqualTo(read(ByJakartaMail.encode(sender, header, mail)));
    }
  }

  private static byte[] octets(MailBody body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    assertThat(body.size()).isEqualTo(out.size());
    return out.toByteArray();
  }

  private static void assertFitForEveryServer(byte[] mail) {
    String wire = new String(mail, StandardCharsets.UTF_8);
    assertThat(wire.chars().allMatch(c -> c < 0x80)).as("7-bit").isTrue();
    assertThat(wire.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    assertThat(wire).endsWith("\r\n");
    assertThat(wire.split("\r\n")).allMatch(line -> line.length() < 999);
  }

  private static String read(byte[] mail) throws MessagingException, IOException {
    MimeMessage message =
        new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
    StringBuilder out = new StringBuilder();
    out.append(Arrays.toString(message.getHeader("Message-ID")));
    out.append(message.getSentDate().toInstant()).append('\n');
    out.append(Arrays.toString(message.getHeader("MIME-Version"))).append('\n');
    out.append(message.getSubject()).append('\n');
    for (List<Address> addresses :
        List.of(
            List.of(message.getFrom()),
            List.of(message.getReplyTo()),
            List.of(message.getAllRecipients()))) {
      for (Address address : addresses) {
        InternetAddress mailbox = (InternetAddress) address;
        String name = mailbox.getPersonal();
        // A name of blanks is no name.
        out.append(name == null || name.isBlank() ? "" : name.strip());
        out.append('<').append(mailbox.getAddress()).append(">\n");
      }
    }
    part(message, out);
    return out.toString();
  }

  private static void part(MimePart part, StringBuilder out)
      throws MessagingException, IOException {
    ContentType type = new ContentType(part.getContentType());
    out.append(type.getBaseType()).append(' ').append(type.getParameter("charset")).append(' ');
    out.append(part.getDisposition()).append(' ').append(part.getFileName()).append(' ');
    out.append(part.getContentID()).append('\n');
    if (part.getContent() instanceof MimeMultipart multipart) {
      out.append(multipart.getCount()).append(" {\n");
      for (int i = 0; i < multipart.getCount(); i++) {
        part((MimePart) multipart.getBodyPart(i), out);
      }
      out.append("}\n");
    } else if (type.match("text/*") && part.getFileName() == null) {
      String text = (String) part.getContent();
      String canonical = text.replaceAll("\r\n|\r|\n", "\n");
      out.append(part instanceof MimeMessage ? canonical.stripTrailing() : canonical).append('\n');
    } else {
      out.append(HexFormat.of().formatHex(((Part) part).getInputStream().readAllBytes()));
      out.append('\n');
    }
  }
}
