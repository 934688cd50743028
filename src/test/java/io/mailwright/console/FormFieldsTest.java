package io.mailwright.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.report.Sentences;
import org.junit.jupiter.api.Test;

class FormFieldsTest {
  @Test
  void readsAddressesWhateverStandsBetweenThem() {
    assertThat(FormFields.addresses("to", " ann@example.com,bob@example.com；王@例子.cn\n"))
        .extracting(EmailAddress::written)
        .containsExactly("ann@example.com", "bob@example.com", "王@例子.cn");
    assertThat(FormFields.addresses("to", null)).isEmpty();
  }

  @Test
  void namesEveryAddressThatIsNone() {
    MailwrightException refused =
        catchThrowableOfType(
            MailwrightException.class,
            () -> FormFields.addresses("to", "bad@, ann@example.com, worse"));
    assertThat(refused.field()).contains("to");
    assertThat(refused).hasMessageStartingWith("to: “bad@”: ");
    assertThat(refused.getSuppressed()).hasSize(1);
    assertThat(refused.getSuppressed()[0]).hasMessageStartingWith("to: “worse”: ");
    assertThat(Sentences.chinese().of(refused.getMessage()))
        .startsWith("to：“bad@”：")
        .endsWith("。请更正该地址。");
  }
}
