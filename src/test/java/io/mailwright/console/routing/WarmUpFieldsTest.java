package io.mailwright.console.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.console.FormFields;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.routing.warmup.WarmUpDraft;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarmUpFieldsTest {
  private final FormFields form = new FormFields();

  @Test
  void readsWhatItWrites() {
    WarmUpDraft usual = WarmUpDraft.usual(7, Optional.of("gmail"));
    WarmUpFields.fill(form, usual);
    assertThat(WarmUpFields.draft(form, 7)).isEqualTo(usual);
    form.put("site", " ").put("steps", "50, 100，200\n400");
    assertThat(WarmUpFields.draft(form, 7).site()).isEmpty();
    assertThat(WarmUpFields.draft(form, 7).steps().mails()).containsExactly(50L, 100L, 200L, 400L);
  }

  @Test
  void refusesEveryFieldThatIsWrong() {
    WarmUpFields.fill(form, WarmUpDraft.usual(7, Optional.empty()));
    form.put("steps", "50 x").put("smallSteps", "0").put("limits.failed", "101");
    MailwrightException refused =
        catchThrowableOfType(MailwrightException.class, () -> WarmUpFields.draft(form, 7));
    assertThat(refused.field()).contains("steps");
    assertThat(Arrays.stream(refused.getSuppressed()).map(Throwable::getMessage))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("smallSteps "),
            second -> assertThat(second).startsWith("limits.failed "));
  }
}
