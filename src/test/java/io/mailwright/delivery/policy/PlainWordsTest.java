package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <Ann.Smith@example.net>: User  Unknown       | <@>: user unknown
          550 ann@example.net... No such user          | 550 @... no such user
          'ann@example.net' is not a user              | '@' is not a user
          Mail to ann@example.net.                     | mail to @.
          a @ b, @home                                 | a @ b, @home
          收件人（ann@example.net）不存在              | 收件人（@）不存在
          收件人ann@example.net不存在                  | 收件人@不存在
          您给ann@mx-1.example.net发的邮件             | 您给@发的邮件
          张三@例子.公司 不存在                        | @ 不存在
          宛先spam_ann@example.netが見つかりません。   | 宛先@が見つかりません。
          see https://example.org/a?b                  | see https://example.org/a?b
          """)
  void seesWordsAsTheRulesDo(String text, String words) {
    assertThat(PlainWords.of(text)).isEqualTo(words);
    assertThat(PlainWords.of(words)).as("once more").isEqualTo(words);
  }

  @Test
  void seesTheBeginningOnly() {
    assertThat(PlainWords.of("word ".repeat(10_000))).hasSizeLessThanOrEqualTo(PlainWords.MOST);
    assertThat(PlainWords.of("x".repeat(100_000), 10)).isEqualTo("x".repeat(10));
    assertThat(PlainWords.of("a@b ".repeat(100_000), 10)).hasSizeLessThanOrEqualTo(10);
  }
}
