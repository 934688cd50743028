package io.mailwright.feedback.bounce;

import io.mailwright.feedback.mail.ReturnedMail;
import io.mailwright.feedback.mail.ReturnedMailReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Mails that came back, written for the tests in the style of many systems. */
final class TestMails {
  private TestMails() {}

  /** The one in {@code src/test/resources/feedback}. */
  static ReturnedMail named(String name) {
    try (InputStream in = TestMails.class.getResourceAsStream("/feedback/" + name + ".eml")) {
      return ReturnedMailReader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ReturnedMail of(String text) {
    try {
      return ReturnedMailReader.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
