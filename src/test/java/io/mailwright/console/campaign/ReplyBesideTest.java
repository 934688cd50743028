package io.mailwright.console.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.DeliveryView;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyBesideTest {
  @Test
  void aReplyThatTheReasonQuotesIsNotShownTwice() {
    assertThat(
            isNeeded("refused by the server: 550 5.1.1 No such user", 550, "5.1.1", "No such user"))
        .isFalse();
    assertThat(isNeeded("expired; last: put off by the server: 451 Later", 451, null, "Later"))
        .isFalse();
    String cut = "x".repeat(90);
    assertThat(isNeeded("refused by the server: 550 " + cut, 550, null, cut + "yz")).isFalse();
  }

  @Test
  void aReplyThatNothingQuotesIsShown() {
    assertThat(isNeeded(null, 250, "2.0.0", "Ok: queued as 1")).isTrue();
    assertThat(isNeeded("sent again on the word of ann", 451, null, "Later")).isTrue();
    assertThat(isNeeded("no answer from the server in time", null, null, null)).isFalse();
  }

  private static boolean isNeeded(String why, Integer code, String status, String text) {
    return ReplyBeside.isNeeded(
        new DeliveryView(
            1,
            1,
            "ann@example.com",
            DeliveryState.FAILED,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(code),
            Optional.ofNullable(status),
            Optional.ofNullable(text),
            Optional.ofNullable(why),
            "<1@example.com>",
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }
}
