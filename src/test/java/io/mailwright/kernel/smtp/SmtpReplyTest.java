package io.mailwright.kernel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpReplyTest {
  @Test
  void joinsTheLinesOfAReplyAndTakesTheStatusOutOfEach() {
    SmtpReply reply =
        SmtpReply.parse("550-5.1.1 The account\r\n550-5.1.1 does not exist.\r\n550 5.1.1 Bye\r\n")
            .orElseThrow();
    assertThat(reply.code()).isEqualTo(550);
    assertThat(reply.status()).contains(new EnhancedStatus(5, 1, 1));
    assertThat(reply.text()).isEqualTo("The account does not exist. Bye");
    assertThat(reply).hasToString("550 5.1.1 The account does not exist. Bye");
    assertThat(reply.isPermanent()).isTrue();
    assertThat(reply.isTransient()).isFalse();
  }

  @Test
  void readsACodeAlone() {
    assertThat(SmtpReply.parse("250")).contains(SmtpReply.of(250, ""));
    assertThat(SmtpReply.parse("451 \r\n").orElseThrow().isTransient()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "99 x", "150 x", "600 x", "2500 x", "25", "２５０ ok", "[EOF]"})
  void refusesWhatIsNoReply(String wire) {
    assertThat(SmtpReply.parse(wire)).isEmpty();
  }

  @Test
  void boundsTheTextWithoutCuttingACharacterInTwo() {
    String text = "x".repeat(SmtpReply.MAX_TEXT_LENGTH - 1) + "\uD83D\uDE00";
    assertThat(SmtpReply.of(550, text).text()).isEqualTo("x".repeat(SmtpReply.MAX_TEXT_LENGTH - 1));
  }

  @Test
  void replacesWhatCouldChangeHowItIsShown() {
    assertThat(SmtpReply.of(550, "a\r\nb\u0000c\u001b[31m \u202Ereversed \uD800").text())
        .isEqualTo("a  b c [31m \uFFFDreversed \uFFFD");
  }

  @Test
  void refusesACodeOutsideOfSmtp() {
    assertThatThrownBy(() -> SmtpReply.of(199, "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SmtpReply.of(600, "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesNotTakeAVersionNumberForAStatus() {
    assertThat(SmtpReply.parse("550 5.1 no").orElseThrow().status()).isEmpty();
    assertThat(SmtpReply.parse("550 5.1.1.2 no").orElseThrow().status()).isEmpty();
    assertThat(SmtpReply.parse("550 3.1.1 no").orElseThrow().status()).isEmpty();
    assertThat(EnhancedStatus.leading("4.7.28")).contains(new EnhancedStatus(4, 7, 28));
  }
}
