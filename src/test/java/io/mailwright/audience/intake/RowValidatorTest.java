package io.mailwright.audience.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowValidatorTest {
  private static final Header HEADER =
      Header.of(List.of("email", "name", "locale", "timezone", "city", "note"));

  private final RowValidator validator = new RowValidator();

  private static RawRow row(String... values) {
    return new RawRow(7, HEADER, Arrays.asList(values));
  }

  @Test
  void takesAFullRow() throws RejectedRow {
    ValidRow row =
        validator.validate(
            row(
                " Ann@Example.net ",
                "Ann\r\nLee",
                "zh_hans_cn",
                "asia/shanghai",
                " K\u00f6ln ",
                "one\r\ntwo\u000bthree\tx"));

    assertThat(row.line()).isEqualTo(7);
    assertThat(row.address().written()).isEqualTo("Ann@Example.net");
    assertThat(row.name()).contains("Ann Lee");
    assertThat(row.locale()).contains("zh-Hans-CN");
    assertThat(row.timezone()).contains("Asia/Shanghai");
    assertThat(row.attributes())
        .isEqualTo(Map.of("city", "K\u00f6ln", "note", "one\ntwo\nthree\tx"));
  }

  @Test
  void leavesOutWhatIsBlank() throws RejectedRow {
    ValidRow row = validator.validate(row("a@x.net", " ", "", "\t", "\u3000"));

    assertThat(row.name()).isEmpty();
    assertThat(row.locale()).isEmpty();
    assertThat(row.timezone()).isEmpty();
    assertThat(row.attributes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "en, en",
    "de-AT, de-AT",
    "ZH-cn, zh-CN",
    "yue-Hant, yue-Hant",
    "en_US, en-US",
  })
  void writesLanguageTagsTheUsualWay(String written, String tag) throws RejectedRow {
    assertThat(validator.validate(row("a@x.net", "", written)).locale()).contains(tag);
  }

  static Stream<List<Object>> bad() {
    return Stream.of(
        List.of("ADDRESS_EMPTY", "email", List.of("")),
        List.of("ADDRESS_NO_AT", "email", List.of("ann")),
        List.of("ADDRESS_CONTROL_CHARACTER", "email", List.of("a@x.net\r\nbcc: b@x.net")),
        List.of("NAME_TOO_LONG", "name", List.of("a@x.net", "x".repeat(201))),
        List.of("NUL_CHARACTER", "name", List.of("a@x.net", "A\0")),
        List.of("CONTROL_CHARACTER", "name", List.of("a@x.net", "A\u001b[0m")),
        List.of("BROKEN_CHARACTER", "name", List.of("a@x.net", "A\ud83d")),
        List.of("BROKEN_CHARACTER", "name", List.of("a@x.net", "\ude00A")),
        List.of("UNKNOWN_LOCALE", "locale", List.of("a@x.net", "", "English")),
        List.of("UNKNOWN_LOCALE", "locale", List.of("a@x.net", "", "zz")),
        List.of("UNKNOWN_LOCALE", "locale", List.of("a@x.net", "", "de--AT")),
        List.of("UNKNOWN_TIMEZONE", "timezone", List.of("a@x.net", "", "", "Mars/Base")),
        List.of("UNKNOWN_TIMEZONE", "timezone", List.of("a@x.net", "", "", "+08:00")),
        List.of("VALUE_TOO_LONG", "city", List.of("a@x.net", "", "", "", "x".repeat(4_001))));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void rejectsWithColumnValueAndReason(List<Object> sample) {
    @SuppressWarnings("unchecked")
    List<String> values = (List<String>) sample.get(2);
    assertThatThrownBy(() -> validator.validate(row(values.toArray(String[]::new))))
        .isInstanceOfSatisfying(
            RejectedRow.class,
            e -> {
              assertThat(e.rejection().line()).isEqualTo(7);
              assertThat(e.rejection().reason().code()).isEqualTo(sample.get(0));
              assertThat(e.rejection().column()).isEqualTo(sample.get(1));
              assertThat(e.rejection().value().length()).isLessThanOrEqualTo(Rejection.MAX_SHOWN);
              assertThat(e.rejection().value()).doesNotContain("\0", "\r", "\n");
            });
  }

  @Test
  void rejectsARowWhoseAttributesAreTooMuchTogether() {
    List<String> names = new ArrayList<>(List.of("email"));
    List<String> values = new ArrayList<>(List.of("a@x.net"));
    for (int i = 0; i < 130; i++) {
      names.add("c" + i);
      values.add("x".repeat(4_000));
    }
    RawRow row = new RawRow(2, Header.of(names), values);
    assertThatThrownBy(() -> validator.validate(row)).hasMessageContaining("ATTRIBUTES_TOO_LONG");
  }

  @Test
  void keepsPairsOfSurrogatesAndNeverCutsOne() throws RejectedRow {
    String smiles = "\ud83d\ude00".repeat(150);
    assertThat(validator.validate(row("a@x.net", smiles)).name()).contains(smiles);
    assertThat(new Rejection(1, "", "x" + smiles, RowFault.UNDECODABLE).value())
        .hasSize(199)
        .endsWith("\ud83d\ude00");
  }

  @Test
  void findsEveryReasonByItsCodeAndHasItInBothLanguages() {
    for (RowFault fault : RowFault.values()) {
      assertThat(RejectReason.ofCode(fault.code())).isEqualTo(Optional.of(fault));
      assertThat(fault.wording().chinese()).matches(".*\\p{IsHan}.*");
      assertThat(fault.code().length()).isLessThanOrEqualTo(40);
    }
    assertThat(RejectReason.ofCode("ADDRESS_NO_AT")).isPresent();
    assertThat(RejectReason.ofCode("NONE")).isEmpty();
  }
}
