package io.mailwright.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "https://a.example/p?x=1&y=%20#f, https://a.example/p?x=1&y=%20#f",
        "https://a.example/ä b\"<>, https://a.example/%C3%A4%20b%22%3C%3E",
        "https://bücher.example:8080/ü, https://xn--bcher-kva.example:8080/%C3%BC",
        "https://straße.example/, https://xn--strae-oqa.example/",
        "http://user@中国.example?q=中, http://user@xn--fiqs8s.example?q=%E4%B8%AD",
        "https://a.example/\u0001\u007f, https://a.example/%01%7F"
      })
  void isAsciiAndEndsNoLine(String address, String ascii) {
    assertThat(WebAddress.ascii(address)).isEqualTo(ascii);
  }
}
