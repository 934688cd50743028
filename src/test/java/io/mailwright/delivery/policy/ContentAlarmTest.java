package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.smtp.SmtpReply;
import org.junit.jupiter.api.Test;

class ContentAlarmTest {
  private final ContentAlarm alarm = new ContentAlarm(3);

  private static Verdict refused(String wire) {
    return new Verdict.Failed(FailureScope.CONTENT, "refused", SmtpReply.parse(wire));
  }

  @Test
  void isRaisedByTheSameRefusalManyTimesInARow() {
    assertThat(alarm.raisedAfter(refused("554 5.6.0 no (id 1)"))).isFalse();
    assertThat(alarm.raisedAfter(refused("554 5.6.0 no (id 2)"))).isFalse();
    assertThat(alarm.raisedAfter(new Verdict.NotTried("stop"))).isFalse();
    assertThat(alarm.raisedAfter(refused("554 5.6.0 no (id 3)"))).isTrue();
  }

  @Test
  void isNotRaisedWhenOthersTakeTheMail() {
    for (int i = 0; i < 10; i++) {
      assertThat(alarm.raisedAfter(refused("554 5.6.0 no"))).isFalse();
      assertThat(alarm.raisedAfter(refused("554 5.6.0 no"))).isFalse();
      assertThat(alarm.raisedAfter(new Verdict.Sent(SmtpReply.of(250, "ok")))).isFalse();
    }
  }

  @Test
  void isNotRaisedByRefusalsThatDiffer() {
    for (int i = 0; i < 10; i++) {
      assertThat(alarm.raisedAfter(refused("554 5.6.0 no"))).isFalse();
      assertThat(alarm.raisedAfter(refused("552 5.3.4 too big"))).isFalse();
    }
  }

  @Test
  void isRaisedByMailsThatNoServerTakes() {
    for (long size = 1000; size < 1002; size++) {
      assertThat(alarm.raisedAfter(new Verdict.TooLarge(size, 10).everywhere(10))).isFalse();
    }
    assertThat(alarm.raisedAfter(new Verdict.TooLarge(999, 10).everywhere(10))).isTrue();
  }
}
