package io.mailwright.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static Settings of(Map<String, String> values) {
    return new Settings(name -> Optional.ofNullable(values.get(name)));
  }

  @Test
  void hasTheDocumentedDefaults() {
    Settings settings = of(Map.of());
    assertThat(settings.workers()).isEqualTo(32);
    assertThat(settings.recovery()).isEqualTo(RecoveryMode.MANUAL);
    assertThat(settings.isSandboxOn()).isFalse();
    assertThat(settings.sandboxSites()).isEmpty();
    assertThat(settings.dataFolder()).isAbsolute().hasFileName("data");
    assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.cluster()).isEmpty();
    assertThat(settings.adminPassword()).isEmpty();
  }

  @Test
  void readsWhereToAskForExchangers() {
    assertThat(of(Map.of()).looksUpExchangers()).isTrue();
    assertThat(of(Map.of()).resolver()).isEmpty();
    assertThat(of(Map.of("mailwright.mx.resolver", "10.0.0.53")).resolver())
        .contains(InetSocketAddress.createUnresolved("10.0.0.53", 53));
    assertThat(of(Map.of("mailwright.mx.resolver", "[::1]:5353")).resolver())
        .contains(InetSocketAddress.createUnresolved("[::1]", 5353));
  }

  @Test
  void takesBlankAsUnset() {
    assertThat(of(Map.of("mailwright.workers", " ")).workers()).isEqualTo(32);
  }

  @ParameterizedTest
  @CsvSource({
    "mailwright.workers, 0",
    "mailwright.workers, many",
    "mailwright.sandbox, maybe",
    "mailwright.public.url, example.com",
    "mailwright.public.url, https:// x",
    "mailwright.recovery, later",
    "mailwright.cluster, nonsense",
    "mailwright.cluster, 'a:1,'",
    "mailwright.lease.renew.seconds, 11",
    "mailwright.mx.lookup, perhaps",
    "mailwright.mx.resolver, 10.0.0.53:0",
    "mailwright.mx.resolver, 10.0.0.53:65536",
    "mailwright.mx.resolver, 'a,b'"
  })
  void namesTheSettingThatCannotBeUsed(String property, String value) {
    assertThatThrownBy(() -> of(Map.of(property, value)))
        .hasMessageContaining(property.toUpperCase(java.util.Locale.ROOT).replace('.', '_'));
  }

  @Test
  void isDocumentedInFull() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs", "settings.md")).stream()
            .filter(line -> line.startsWith("| `MAILWRIGHT_"))
            .toList();
    List<String> expected =
        Arrays.stream(Setting.values())
            .map(
                setting ->
                    "| `%s` | %s | %s |"
                        .formatted(
                            setting.name(),
                            setting.fallback().map(text -> "`" + text + "`").orElse("none"),
                            setting.comment()))
            .toList();
    assertThat(rows).isEqualTo(expected);
  }
}
