package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.routing.rate.Throttle;
import io.mailwright.routing.rate.ThrottleKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryHintTest {
  private final FailurePolicy policy = FailurePolicy.standard();

  private static SmtpReply reply(String wire) {
    return SmtpReply.parse(wire).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          450 4.7.1 Greylisted, try again in 300 seconds                              | PT5M
          450 4.2.0 <a@b.example>: Recipient address rejected: Greylisted for 5 minutes | PT5M
          451 4.7.1 Greylisting in action, please come back in 00:05:00               | PT5M
          451 4.7.1 Greylisting in action, please come back after 01:00:30            | PT1H30S
          421 4.7.0 Rate limited. Please retry after 5 minutes                        | PT5M
          421 Too many connections, retry in 1 hour                                   | PT1H
          421 Too many connections; try again in an hour                              | PT1H
          450 Sending too fast, wait at least 90 secs before the next mail            | PT1M30S
          450 Too much mail: wait 20s                                                 | PT20S
          451 4.3.2 Please try again later (in about 10 mins)                         | PT10M
          452 4.3.1 Busy. Try again in half an hour.                                  | PT30M
          421 4.7.1 Your address was temporarily blocked for 2 hrs                    | PT2H
          450 4.7.1 You are throttled for another 45 seconds                          | PT45S
          421 Over the limit, in 15 minutes you may retry                             | PT15M
          450 try again in 0.5 hours                                                  | PT30M
          450 try again in 60-second                                                  | PT1M
          550 5.4.5 Daily limit reached, wait 3 days                                  | PT24H
          450 发送频率过高，请5分钟后重试                                                 | PT5M
          450 请在 30 秒后再试                                                         | PT30S
          421 连接过多，请1小时之后重试                                                   | PT1H
          451 请于两分钟后重新投递                                                       | PT2M
          451 请半小时后再试                                                            | PT30M
          451 MI:SFQ 发信人在15分钟内的发信数量超过限制                                     | PT15M
          """)
  void readsHowLongToWait(String wire, Duration hint) {
    assertThat(RetryHint.in(reply(wire))).contains(hint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "421 4.7.0 Try again later, closing connection.",
        "450 4.2.1 Try again in a moment",
        "421 4.7.0 [TSS04] Messages from 192.0.2.10 temporarily deferred due to unexpected volume or"
            + " user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes",
        "451 4.7.650 The mail server [192.0.2.10] has been temporarily rate limited due to IP"
            + " reputation. (S775)",
        "450 4.7.1 Too many messages: you may send 500 per hour",
        "450 4.7.1 Access denied until 2026-12-01T10:00:00Z",
        "550 5.1.1 No such user; 20 days of quota left",
        "450 try again in 0 seconds",
        "450 try again later from a mail server at 192.0.2.5",
      })
  void takesNoOtherNumberForATime(String wire) {
    assertThat(RetryHint.in(reply(wire))).isEmpty();
  }

  @Test
  void tellsTheRouteHowLongTheServerWantsToBeLeftAlone() {
    SmtpReply slow = reply("421 4.7.0 Rate limited, try again in 10 minutes");
    assertThat(policy.judge(new Outcome.Deferred(Phase.MAIL, slow)))
        .isInstanceOfSatisfying(
            Verdict.Deferred.class,
            v -> {
              assertThat(v.retryAfter()).contains(Duration.ofMinutes(10));
              assertThat(v.route().orElseThrow().throttle("slow"))
                  .contains(
                      new Throttle(ThrottleKind.RATE, Optional.of(Duration.ofMinutes(10)), "slow"));
            });
  }

  @Test
  void knowsWhenAGreylistedMailMayComeAgain() {
    SmtpReply grey = reply("450 4.7.1 Greylisted, try again in 300 seconds");
    assertThat(policy.judge(new Outcome.Deferred(Phase.RCPT, grey)))
        .isInstanceOfSatisfying(
            Verdict.Deferred.class,
            v -> {
              assertThat(v.route()).isEmpty();
              assertThat(v.retryAfter()).contains(Duration.ofMinutes(5));
            });
  }
}
