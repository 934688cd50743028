package io.mailwright.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.sandbox.pop3.Pop3Server;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes back, fetched as a mail program fetches it. */
class ReturnedMailsTest {
  private final SandboxMailbox mailbox = new SandboxMailbox();
  private final Pop3Server pop3 = new Pop3Server(0, mailbox);
  private final SandboxServer server =
      new SandboxServer(
          new SandboxSettings(0, 100, Duration.ofMillis(1)),
          new SandboxInbox(100),
          mailbox,
          Clock.systemUTC(),
          new io.mailwright.sandbox.provider.SimulatedProvider(List.of(), Clock.systemUTC(), 0));

  @BeforeEach
  void start() {
    server.start();
    pop3.start();
  }

  @AfterEach
  void stop() {
    server.close();
    pop3.close();
  }

  private void send(String... recipients) throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      for (String recipient : recipients) {
        String answer =
            dialog.send(
                recipient,
                "Subject: Hello\r\nMessage-ID: <abc.7@example.com>\r\n\r\n.hidden text\r\n");
        assertThat(answer).startsWith("250");
      }
    }
  }

  private Store store(String password) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.pop3.host", "127.0.0.1");
    properties.setProperty("mail.pop3.port", Integer.toString(pop3.port()));
    properties.setProperty("mail.pop3.timeout", "10000");
    Store store = Session.getInstance(properties).getStore("pop3");
    store.connect("sandbox", password);
    return store;
  }

  private static String text(Message mail) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    mail.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void bouncesAndComplaintsAreFetchedOnceAndDeleted() throws Exception {
    send("Bounce-Later+1@shop.example", "ann@shop.example", "complain@shop.example");
    try (Store store = store("sandbox")) {
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_WRITE);
      Message[] mails = inbox.getMessages();
      assertThat(mails).hasSize(2);
      assertThat(mails[0].getContentType()).contains("delivery-status");
      assertThat(text(mails[0]))
          .contains(
              "To: sender@example.org",
              "Final-Recipient: rfc822; Bounce-Later+1@shop.example",
              "Status: 5.1.1",
              "Message-ID: <abc.7@example.com>")
          .doesNotContain("hidden text");
      assertThat(text(mails[1]))
          .contains("Feedback-Type: abuse", "Original-Rcpt-To: <complain@shop.example>");
      assertThat(((POP3Folder) inbox).getUID(mails[0]))
          .isNotEqualTo(((POP3Folder) inbox).getUID(mails[1]));
      mails[0].setFlag(Flags.Flag.DELETED, true);
      inbox.close(true);
    }
    assertThat(mailbox.list()).hasSize(1);
  }

  @Test
  void letsNobodyInWithoutThePasswordAndOneAtATime() throws Exception {
    Assertions.assertThatThrownBy(() -> store("wrong"))
        .isInstanceOf(AuthenticationFailedException.class);
    try (Store first = store("sandbox")) {
      first.getFolder("INBOX").open(Folder.READ_ONLY);
      Assertions.assertThatThrownBy(() -> store("sandbox")).hasMessageContaining("IN-USE");
    }
    try (Store again = store("sandbox")) {
      assertThat(again.isConnected()).isTrue();
    }
  }

  @Test
  void refusesWhatIsNoCommandAndKeepsWhatWasNotQuit() throws Exception {
    send("complain@shop.example");
    try (SmtpDialog dialog = new SmtpDialog(pop3.port())) {
      dialog.hear();
      assertThat(dialog.say("STAT")).startsWith("-ERR");
      dialog.say("USER sandbox");
      assertThat(dialog.say("PASS sandbox")).isEqualTo("+OK 1 mails");
      assertThat(dialog.say("RETR 2")).startsWith("-ERR");
      assertThat(dialog.say("RETR 99999999999")).startsWith("-ERR");
      assertThat(dialog.say("DELE 1")).startsWith("+OK");
      assertThat(dialog.say("STAT")).isEqualTo("+OK 0 0");
      assertThat(dialog.say("DELE 1")).startsWith("-ERR");
    }
    assertThat(mailbox.list()).hasSize(1);
  }

  @Test
  void keepsNoMoreThanItMay() {
    IntStream.range(0, SandboxMailbox.MOST + 10).forEach(n -> mailbox.add("x"));
    assertThat(mailbox.list()).hasSize(SandboxMailbox.MOST);
    assertThat(mailbox.list().get(0).id()).isEqualTo(11);
    mailbox.add("y".repeat(33 * 1024 * 1024));
    assertThat(mailbox.list()).isEmpty();
    mailbox.add("z");
    assertThat(mailbox.list()).hasSize(1);
  }
}
