package io.mailwright.operations.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.content.render.Recipient;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatePreviewTest {
  @Test
  void takesValuesByTheNamesOfColumnsAsAnImportDoes() {
    Recipient recipient =
        TemplatePreview.recipient(
            Map.of("email", "a@x.net", "First name", "Ann", "Order no.", "7", "Order_no", "8"));
    assertThat(recipient.email()).isEqualTo("a@x.net");
    assertThat(recipient.attributes())
        .containsExactlyInAnyOrderEntriesOf(Map.of("First_name", "Ann", "Order_no", "8"));
  }
}
