package io.mailwright.rest;

import static io.mailwright.rest.TestBodies.body;
import static io.mailwright.rest.TestBodies.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Role;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "1",
        "{\"a\":1} {}",
        "{} x",
        "{\"a\":NaN}",
        "\u0000",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}"
      })
  void refusesWhatIsNotOneJsonObject(String text) {
    refuses(ErrorCode.MALFORMED_BODY, "", () -> body(text));
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    refuses(
        ErrorCode.MALFORMED_BODY, "", () -> JsonBodyReader.read(new ByteArrayInputStream(latin1)));
  }

  @Test
  void survivesDeepNesting() {
    refuses(ErrorCode.MALFORMED_BODY, "", () -> body("{\"a\":" + "[".repeat(100_000)));
  }

  @Test
  void namesAFieldThatNobodyAskedForEvenInside() {
    JsonBody body = body("{\"from\":{\"address\":\"a\",\"nick\":1}}");
    JsonBody from = body.optionalObject("from").orElseThrow();
    from.text("address", Optional.empty());
    body.end();
    refuses(ErrorCode.UNKNOWN_FIELD, "from.nick", from::end);
  }

  @Test
  void namesAFieldOfTheWrongType() {
    JsonBody body = body("{\"n\":\"1\",\"t\":1,\"l\":[1,\"x\"],\"f\":1.5}");
    refuses(ErrorCode.INVALID_FIELD, "n", () -> body.number("n", Optional.empty()));
    refuses(ErrorCode.INVALID_FIELD, "t", () -> body.text("t", Optional.empty()));
    refuses(ErrorCode.INVALID_FIELD, "l[1]", () -> body.numbers("l", List.of()));
    refuses(ErrorCode.INVALID_FIELD, "f", () -> body.number("f", Optional.empty()));
    refuses(ErrorCode.INVALID_FIELD, "x", () -> body.text("x", Optional.empty()));
    refuses(ErrorCode.INVALID_FIELD, "t", () -> body.optionalObject("t"));
  }

  @Test
  void keepsWhatIsLeftOutAndClearsWhatIsNull() {
    JsonBody body = body("{\"b\":null,\"c\":\"new\"}");
    assertThat(body.optionalText("a", Optional.of("old"))).contains("old");
    assertThat(body.optionalText("b", Optional.of("old"))).isEmpty();
    assertThat(body.optionalText("c", Optional.of("old"))).contains("new");
    assertThat(body.word("role", Role.class, Optional.of(Role.SENDER))).isEqualTo(Role.SENDER);
    refuses(ErrorCode.INVALID_FIELD, "b", () -> body.text("b", Optional.of("old")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3000000000", "-3000000000", "99999999999999999999", "1E+999999999"})
  void repeatsANumberThatIsTooLargeAsItWasGiven(String number) {
    JsonBody body = body("{\"n\":" + number + "}");
    assertThatThrownBy(() -> body.integer("n", Optional.empty(), 1))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD);
              assertThat(e.getMessage()).startsWith("n is " + number + ";");
            });
  }
}
