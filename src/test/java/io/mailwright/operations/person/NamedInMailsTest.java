package io.mailwright.operations.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.feedback.evidence.Arrival;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.feedback.evidence.TestEvidence;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestDatabases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which stored mails name somebody. */
class NamedInMailsTest {
  private static final AddressPattern ANN = new AddressPattern(List.of("ann.lee@a.example"));

  private final Database database = TestDatabases.h2();
  private final EvidenceRepository evidence = TestEvidence.on(database, Clock.systemUTC());
  private final NamedInMails mails = new NamedInMails(database, evidence);

  private long deletedOf(String mail) {
    try {
      evidence.store(
          Arrival.of("test"),
          "Returned",
          RawMail.read(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return mails.delete(ANN, () -> true);
  }

  private static String base64(String text) {
    return Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void findsItHoweverItIsEncoded() {
    assertThat(deletedOf("To: <Ann.Lee@a.example>\n\nunknown")).isEqualTo(1);
    assertThat(deletedOf("Return-Path: <bounce-ann.lee=a.example@lists.example>\n\nx"))
        .isEqualTo(1);
    assertThat(deletedOf("Subject: x\n\nann.le=\ne=40a.example")).isEqualTo(1);
    assertThat(deletedOf("Subject: x\n\n" + base64("ann.lee@a.example"))).isEqualTo(1);
    assertThat(deletedOf("Subject: =?utf-8?B?" + base64("for ann.lee@a.example") + "?=\n\nx"))
        .isEqualTo(1);
    assertThat(
            deletedOf("A: b\n\n" + base64("x".repeat(100)) + "\n" + base64("y ann.lee@a.example")))
        .isEqualTo(1);
  }

  @Test
  void findsItAtTheEndOfABigOneAndOverTheEdgesOfWhatIsReadAtATime() {
    String lines = "nothing of interest\n".repeat(200_000);
    assertThat(deletedOf("A: b\n\n" + lines + "ann.lee@a.example")).isEqualTo(1);
    int edge = 1024 * 1024;
    for (int before : List.of(edge - 20, edge - 8, edge, edge + 3)) {
      assertThat(deletedOf("x".repeat(before) + " <ann.lee@a.example> " + "y".repeat(edge)))
          .as("at " + before)
          .isEqualTo(1);
    }
    String packed = base64("z".repeat(3 * 260_000) + " <ann.lee@a.example> " + "z".repeat(400_000));
    assertThat(deletedOf("A: b\n\n" + packed)).isEqualTo(1);
  }

  @Test
  void leavesMailsAboutOthers() {
    assertThat(deletedOf("To: <xann.lee@a.example>\n\nann.lee@a.example.org is unknown")).isZero();
    assertThat(
            deletedOf(
                "A: b\n\n" + base64("of bob@a.example ".repeat(50)) + "\nQUJDREVGR0hJSktMTU5P=\n"))
        .isZero();
  }
}
