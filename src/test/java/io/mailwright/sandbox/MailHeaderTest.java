package io.mailwright.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MailHeaderTest {
  private static String subject(String message) {
    return MailHeader.of(message.getBytes(StandardCharsets.UTF_8)).text("Subject");
  }

  @Test
  void readsTheFirstFieldOfAnyCaseAndUnfoldsIt() {
    assertThat(subject("X: 1\r\nsUBJECT:  a\r\n b\r\n\tc\r\nSubject: d\r\n\r\nSubject: body"))
        .isEqualTo("a b\tc");
  }

  @Test
  void joinsAndDecodesEncodedWords() {
    assertThat(subject("Subject: =?utf-8?B?5L2g?=\r\n =?UTF-8?Q?=E5=A5=BD_?= you\r\n\r\n"))
        .isEqualTo("\u4f60\u597d  you");
    assertThat(subject("Subject: =?iso-8859-1?q?Gr=FC=DFe?=\r\n\r\n")).isEqualTo("Gr\u00fc\u00dfe");
  }

  @Test
  void showsWhatDoesNotDecodeAsItStands() {
    assertThat(subject("Subject: =?none?B?5L2g?= =?utf-8?Q?=4?= =?utf-8?B?*?=\r\n\r\n"))
        .isEqualTo("=?none?B?5L2g?==?utf-8?Q?=4?==?utf-8?B?*?=");
  }

  @Test
  void isEmptyWithoutHeaderOrField() {
    assertThat(subject("")).isEmpty();
    assertThat(subject("\r\n\r\nSubject: body")).isEmpty();
    assertThat(subject("To: a@example.org")).isEmpty();
  }
}
