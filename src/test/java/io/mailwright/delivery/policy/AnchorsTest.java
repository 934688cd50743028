package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorsTest {
  private static boolean mayFit(String expression, String text) {
    return Anchors.of(expression).mayFit(Anchors.pairsOf(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          spamhaus|dnsbl                ; user unknown
          (user|mailbox) unknown        ; the account is known
          (?!no)relay(ing)? denied        ; relay refused
          colou?r test                     ; co r tes
          a{0,3}bcd                       ; bc
          """)
  void passesOverWhatCannotFit(String expression, String text) {
    assertThat(mayFit(expression, text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          spam.?haus                      ; x spamhaus y
          (gr[ea]y-?list)                 ; graylist
          \\[gl0\\d\\]                    ; [gl01] no
          ab*c                            ; ac
          (abc)?                          ; x
          \\bptr\\b                       ; no ptr here
          x|.*                          ; anything
          (?!.*mailbox).*quota            ; quota
          [)(]quota                       ; (quota
          max\\w* .{0,3}per               ; maximum is per
          """)
  void neverPassesOverWhatFits(String expression, String text) {
    assertThat(Pattern.compile(expression).matcher(text).find()).isTrue();
    assertThat(mayFit(expression, text)).isTrue();
  }

  /** Every expression of the product against texts in which many of them are found. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<@>: recipient address rejected: user unknown in local recipient table",
        "service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org",
        "the user you are trying to contact is receiving mail at a rate that prevents more",
        "too many connections; daily message quota exceeded, sending rate 5 per minute",
        "mailbox is full: quota exceeded, over quota, account disabled or suspended",
        "sender address rejected: domain not found, spf check failed, dmarc policy",
        "retry timeout exceeded, message expired, unrouteable address, host unknown",
        "收件人邮箱不存在 发送频率过高 当天内累计邮件数量超过 并发连接数过大 黑名单 邮箱已满",
        "メールボックスが一杯 宛先のアドレスが存在しません",
        "message size exceeds limit; relay access denied; access denied by policy; virus"
      })
  void agreesWithEveryRuleOfTheProduct(String text) throws IOException {
    for (String expression : expressions()) {
      if (Pattern.compile(expression).matcher(text).find()) {
        assertThat(mayFit(expression, text)).as(expression).isTrue();
      }
    }
  }

  @Test
  void findsAnchorsForNearlyAllRules() throws IOException {
    List<String> expressions = expressions();
    assertThat(expressions.stream().filter(e -> mayFit(e, "")).count())
        .isLessThan(expressions.size() / 5);
  }

  private static List<String> expressions() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ReplyClassifier.class.getResourceAsStream("reply-rules.txt")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(l -> !l.isBlank() && !l.startsWith("#"))
          .map(l -> l.strip().split("\\s+", 4)[3])
          .filter(e -> !e.equals("*"))
          .toList();
    }
  }
}
