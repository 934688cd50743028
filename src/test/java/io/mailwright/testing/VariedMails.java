package io.mailwright.testing;

import io.mailwright.content.program.MailHeader;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.kernel.address.EmailAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Mails of all sorts: scripts, long lines, dots, blanks at line ends, quotes in names, files. Left
 * out is text that looks like encoded words, and backslashes in names.
 */
public final class VariedMails {
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
  private int serial;

  /** The same seed gives the same mails. */
  public VariedMails(long seed) {
    random = new Random(seed);
  }

  /** Who the next mail is from; always of example.com. */
  public MailSender sender() {
    return new MailSender(
        EmailAddress.of("news@example.com"), name(), pick(EmailAddress.of("a@例子.example")));
  }

  /** Whom the next mail is to. */
  public MailHeader header() {
    return new MailHeader(
        EmailAddress.of("ann.o'hara+tag@example.net"),
        name(),
        "<" + serial++ + ".7@example.com>",
        Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE)));
  }

  /** What the next mail says. */
  public RenderedMail mail() {
    return new RenderedMail(line(40), text(60), pick(text(60)), files(random.nextInt(4)));
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
}
