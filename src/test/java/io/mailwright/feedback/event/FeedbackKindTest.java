package io.mailwright.feedback.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FeedbackKindTest {
  @Test
  void isReadFromWords() {
    assertThat(FeedbackKind.ofTaken("feedback", null)).isEmpty();
    assertThat(FeedbackKind.ofTaken("feedback", "click, Hard-Bounce"))
        .containsExactly(FeedbackKind.HARD_BOUNCE, FeedbackKind.CLICK);
    assertThatThrownBy(() -> FeedbackKind.ofTaken("feedback", "soft-refusal"))
        .hasMessageContaining("feedback must be one of: hard-bounce, soft-bounce, complaint");
  }
}
