package io.mailwright.operations.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternTest {
  private final AddressPattern ann =
      new AddressPattern(List.of("ann.lee@xn--bcher-kva.example", "Ann.Lee@A.example"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "550 <ann.lee@a.example>: unknown|550 <(erased)>: unknown",
        "the mailbox 'ANN.LEE@A.EXAMPLE' is full|the mailbox '(erased)' is full",
        "to=ann.lee@a.example, relay=x|to=(erased), relay=x",
        "write to Ann.Lee@a.example.|write to (erased).",
        "https://x.example/?email=ann.lee%40a.example&n=1|https://x.example/?email=(erased)&n=1",
        "https://x.example/?to=%3Cann.lee%40a.example%3E|https://x.example/?to=%3C(erased)%3E",
        "ann.lee@bücher.example is gone|(erased) is gone",
        "rfc822;ann.lee@a.example|rfc822;(erased)",
        "用户ann.lee@a.example不存在|用户(erased)不存在",
        "宛先ann.lee@a.exampleは見つかりません|宛先(erased)は見つかりません",
      })
  void isTakenOutHoweverItIsWritten(String text, String without) {
    assertThat(ann.isIn(text)).isTrue();
    assertThat(ann.takenFrom(text)).isEqualTo(without);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xann.lee@a.example",
        "jo.ann.lee@a.example",
        "me+ann.lee@a.example",
        "ann.lee@a.example.org",
        "ann.lee@a.examples",
        "ann.lee@a.example-b",
      })
  void isNotFoundInALongerOne(String text) {
    assertThat(ann.isIn(text)).isFalse();
    assertThat(ann.takenFrom(text)).isEqualTo(text);
  }

  @Test
  void isNotFoundInALongerOneOfAScriptWithoutSpaces() {
    AddressPattern zhang = new AddressPattern(List.of("三@a.example"));
    assertThat(zhang.isIn("张三@a.example")).isFalse();
    assertThat(zhang.isIn("<三@a.example>不存在")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"under_score@a.example", "100%@a.example", "a!b@a.example"})
  void isLookedForInTheDatabaseAsItStands(String address) {
    assertThat(new AddressPattern(List.of(address)).likes())
        .contains("%" + address.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
  }
}
