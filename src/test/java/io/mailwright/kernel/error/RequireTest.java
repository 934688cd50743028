package io.mailwright.kernel.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb", "a\rb", "a\0b", "a\u0085b", "a\u2028b", "a\u2029b", "a\ud800", "\udc00a"})
  void refusesWhatIsNotOneLineOfWholeCharacters(String text) {
    assertThatThrownBy(() -> Require.line("name", text, 200)).hasMessageStartingWith("name holds");
    assertThatThrownBy(() -> Require.optionalLine("name", text, 200))
        .hasMessageStartingWith("name holds");
  }

  @Test
  void takesCharactersOfAllPlanes() {
    assertThat(Require.line("name", " 春 😀 ", 200)).isEqualTo("春 😀");
  }

  @Test
  void makesEveryCheckAndTellsOfAllThatRefused() {
    MailwrightException refused =
        catchThrowableOfType(
            MailwrightException.class,
            () ->
                Require.all(
                    () -> Require.line("name", "", 20),
                    () -> Require.line("host", "mail", 20),
                    () -> Require.range("port", 0, 1, 65_535)));
    assertThat(refused.field()).contains("name");
    assertThat(refused.getSuppressed()).hasSize(1);
    assertThat(refused.getSuppressed()[0]).hasMessageStartingWith("port is 0");
    Require.all(() -> Require.line("name", "x", 20));
  }

  @Test
  void saysHowManyEntriesAListMayHold() {
    assertThatThrownBy(() -> Require.count("to", List.of(), 1, 20))
        .hasMessageContaining("to must hold 1 to 20 entries, and holds 0.");
    Require.count("to", List.of("a"), 1, 20);
  }
}
