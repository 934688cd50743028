package io.mailwright.operations.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RunNameTest {
  private static final Instant DUE = Instant.parse("2031-02-03T01:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  @Test
  void isTheCampaignsNameAndTheLocalTime() {
    assertThat(RunName.of("News", DUE, ZONE)).isEqualTo("News, 2031-02-03 09:00");
  }

  @Test
  void cutsALongNameAndNotTheTime() {
    assertThat(RunName.of("😀".repeat(100), DUE, ZONE))
        .isEqualTo("😀".repeat(91) + ", 2031-02-03 09:00");
    assertThat(RunName.of("x" + "😀".repeat(99), DUE, ZONE))
        .isEqualTo("x" + "😀".repeat(90) + ", 2031-02-03 09:00");
  }
}
