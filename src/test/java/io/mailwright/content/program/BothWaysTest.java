package io.mailwright.content.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.kernel.address.EmailAddress;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
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
  private static final List<String> PIECES =
      List.of(
          "Hello",
          " ",
          "\n",
          "\r\n",
          "\r",
          ".",
          "\n.\n",
          "\n..",
          "\nFrom me ",
          "=",
          "=3D",
          "=\n",
          "\t",
          " \n",
          "  ",
          "é",
          "Grüße",
          "你好，世界",
          "上海",
          "😀",
          "👩‍👩‍👧",
          "שלום",
          "مرحبا",
          "\u200f",
          "<p>",
          "&amp;",
          "\"",
          "'",
          "\\",
          "(",
          ")",
          "<",
          ">",
          ",",
          ";",
          ":",
          "@",
          "x".repeat(80),
          "y".repeat(1200),
          "字".repeat(300),
          "-- \n",
          "--=_Mailwright_mixed\n");

  private final Random random;

  BothWaysTest() {
    random = new Random(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void makesWhatJakartaMailWouldMake(long seed) throws Exception {
    random.setSeed(seed);
    for (int i = 0; i < MAILS; i++) {
      MailSender sender =
          new MailSender(
              EmailAddress.of("news@example.com"), name(), pick(EmailAddress.of("a@例子.example")));
      MailHeader header =
          new MailHeader(
              EmailAddress.of("ann.o'hara+tag@example.net"),
              name(),
              "<" + i + ".7@example.com>",
              Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE)));
      RenderedMail mail =
          new RenderedMail(line(40), text(60), pick(text(60)), files(random.nextInt(4)));
      byte[] ours =
          octets(
              MessageProgram.of(sender, mail.attachments(), Optional.empty()).encode(header, mail));
      assertFitForEveryServer(ours);
      assertThat(read(ours))
          .as("seed %d, mail %d", seed, i)
          .isEqualTo(read(ByJakartaMail.encode(sender, header, mail)));
    }
  }

  private <T> Optional<T> pick(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  private String text(int most) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(most); i >= 0; i--) {
      out.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return out.toString();
  }

  private String line(int most) {
    return text(most).replaceAll("[\r\n\t]+", " ").replaceAll(" +", " ").strip();
  }

  private Optional<String> name() {
    return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(line(5).replace("\\", ""));
  }

  private List<RenderedAttachment> files(int number) {
    List<RenderedAttachment> files = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      boolean inline = random.nextBoolean();
      String name =
          List.of("a.pdf", "发票 2026.pdf", "o'x \"1\";2.txt", "é.txt").get(random.nextInt(4));
      files.add(
          new RenderedAttachment(
              name, "application/pdf", bytes, inline ? Optional.of("c" + i) : Optional.empty()));
    }
    return files;
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
