package io.mailwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShowTest {
  @Test
  void writesADomainAsPeopleDo() {
    Show show = new Show();
    assertThat(show.domain("xn--fsqu00a.cn")).isEqualTo("例子.cn");
    assertThat(show.domain("mail.example.com")).isEqualTo("mail.example.com");
    assertThat(show.domain("xn--nonsense-.example")).isEqualTo("xn--nonsense-.example");
    assertThat(show.domain("")).isEmpty();
  }
}
