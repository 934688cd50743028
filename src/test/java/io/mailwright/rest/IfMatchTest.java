package io.mailwright.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IfMatchTest {
  private static boolean allows(int stored, String... lines) {
    MailwrightException refusal =
        catchThrowableOfType(
            MailwrightException.class, () -> IfMatch.of(lines).required().check(stored, "list", 1));
    if (refusal != null) {
      assertThat(refusal.code()).isEqualTo(ErrorCode.STALE_VERSION);
    }
    return refusal == null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"2\"|true",
        "2|true",
        "W/\"2\"|true",
        "*|true",
        "\"1\", \"2\"|true",
        "\"2\",\"1\"|true",
        "\"x\" , \"2\"|true",
        "\"1\", \"3\"|false",
        "\"1,2\"|false",
        "\"22\"|false",
        "\"x\"|false",
        "\"99999999999\"|false"
      })
  void takesAnyOfTheVersionsThatAreListed(String header, boolean allowed) {
    assertThat(allows(2, header)).isEqualTo(allowed);
  }

  @Test
  void readsSeveralLinesAsOneList() {
    assertThat(allows(2, "\"1\"", "\"2\"")).isTrue();
    assertThat(allows(2, "\"1\"", "\"3\"")).isFalse();
  }

  @Test
  void mustNameAVersionOfAChange() {
    Stream.of(IfMatch.of(), IfMatch.of(" "))
        .forEach(
            none ->
                assertThat(catchThrowableOfType(MailwrightException.class, none::required).code())
                    .isEqualTo(ErrorCode.VERSION_MISSING));
    IfMatch.of().optional().check(7, "list", 1);
  }
}
