package io.mailwright.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxInboxTest {
  private static final SandboxAnswer TAKEN = new SandboxAnswer.Replied(250, "2.0.0 Taken");

  private static void put(SandboxInbox inbox, String recipient, byte[] message) {
    inbox.add(Instant.EPOCH, "from@example.org", List.of(recipient), message, TAKEN);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Long> ids(List<SandboxMail> mails) {
    return mails.stream().map(SandboxMail::id).toList();
  }

  @Test
  void pagesFromTheNewestById() {
    SandboxInbox inbox = new SandboxInbox(10);
    for (int i = 0; i < 5; i++) {
      put(inbox, "a@example.org", bytes("Subject: " + i + "\r\n\r\n"));
    }
    assertThat(ids(inbox.list(Long.MAX_VALUE, "", 2))).containsExactly(5L, 4L);
    assertThat(ids(inbox.list(4, "", 2))).containsExactly(3L, 2L);
    assertThat(ids(inbox.list(2, "", 2))).containsExactly(1L);
    assertThat(inbox.find(3)).hasValueSatisfying(m -> assertThat(m.subject()).isEqualTo("2"));
    assertThat(inbox.find(9)).isEmpty();
  }

  @Test
  void findsByEnvelopeAndDecodedSubject() {
    SandboxInbox inbox = new SandboxInbox(10);
    put(inbox, "Ann@example.org", bytes("Subject: =?UTF-8?B?5L2g5aW9?=\r\n\r\nbody"));
    put(inbox, "bob@example.org", bytes("Subject: Offer\r\nMessage-ID: <77@x>\r\n\r\nbody"));
    assertThat(ids(inbox.list(Long.MAX_VALUE, "ann@", 10))).containsExactly(1L);
    assertThat(ids(inbox.list(Long.MAX_VALUE, "\u4f60\u597d", 10))).containsExactly(1L);
    assertThat(ids(inbox.list(Long.MAX_VALUE, " oFFer ", 10))).containsExactly(2L);
    assertThat(ids(inbox.list(Long.MAX_VALUE, "<77@x>", 10))).containsExactly(2L);
    assertThat(inbox.list(Long.MAX_VALUE, "body", 10)).isEmpty();
  }

  @Test
  void forgetsTheOldestPastTheNumber() {
    SandboxInbox inbox = new SandboxInbox(3);
    for (int i = 0; i < 5; i++) {
      put(inbox, "a@example.org", bytes("x"));
    }
    assertThat(ids(inbox.list(Long.MAX_VALUE, "", 10))).containsExactly(5L, 4L, 3L);
    assertThat(inbox.tally().accepted()).isEqualTo(5);
  }

  @Test
  void forgetsTheOldestPastSixtyFourMegabytes() {
    SandboxInbox inbox = new SandboxInbox(100);
    byte[] big = new byte[20 * 1024 * 1024];
    for (int i = 0; i < 5; i++) {
      put(inbox, "a@example.org", big);
    }
    assertThat(ids(inbox.list(Long.MAX_VALUE, "", 10))).containsExactly(5L, 4L, 3L);
  }

  @Test
  void isEmptyAfterClearing() {
    SandboxInbox inbox = new SandboxInbox(3);
    put(inbox, "a@example.org", bytes("x"));
    inbox.clear();
    assertThat(inbox.size()).isZero();
    put(inbox, "a@example.org", bytes("x"));
    assertThat(ids(inbox.list(Long.MAX_VALUE, "", 10))).containsExactly(2L);
  }
}
