package io.mailwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.error.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundleTest {
  private static final Path BUNDLES = Path.of("src/main/resources/io/mailwright/console/i18n");
  private static final Pattern IN_PAGES =
      Pattern.compile("(?:msg\\[|words\\.of\\()'([A-Za-z0-9._-]+)'[\\],)]");
  private static final Pattern IN_BEANS =
      Pattern.compile("(?:\\.done|words\\.of)\\(\\s*\"([A-Za-z0-9._-]+)\"");

  @Test
  void saysEverythingInBothLanguages() throws IOException {
    assertThat(keys("messages_zh")).isEqualTo(keys("messages"));
    assertThat(keys("faces_zh")).isEqualTo(keys("faces"));
  }

  /** Of two, the reader of the file takes the last without a word. */
  @Test
  void hasEachKeyOnce() throws IOException {
    for (String name : List.of("messages", "messages_zh")) {
      try (Stream<String> lines = Files.lines(BUNDLES.resolve(name + ".properties"))) {
        List<String> keys =
            lines.filter(line -> line.contains("=")).map(line -> line.split("=")[0]).toList();
        assertThat(keys).as(name).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void hasEveryKeyThatPagesAndBeansUse() throws IOException {
    Set<String> used = new TreeSet<>();
    collect(Path.of("src/main/webapp"), ".xhtml", IN_PAGES, used);
    collect(Path.of("src/main/java/io/mailwright/console"), ".java", IN_BEANS, used);

    assertThat(used).hasSizeGreaterThan(300);
    assertThat(keys("messages")).containsAll(used);
  }

  @Test
  void hasAWordForEveryConstantThatPagesNameByIt() throws IOException {
    Set<String> keys = keys("messages");
    assertThat(keys)
        .containsAll(named("delivery.", io.mailwright.delivery.ledger.DeliveryState.values()));
    assertThat(keys)
        .containsAll(named("import.state.", io.mailwright.audience.imports.ImportState.values()));
    assertThat(keys)
        .containsAll(named("misfire.", io.mailwright.operations.schedule.Misfire.values()));
    assertThat(keys)
        .containsAll(named("run.", io.mailwright.operations.schedule.ScheduleRun.Outcome.values()));
    assertThat(keys).containsAll(named("batch.", jakarta.batch.runtime.BatchStatus.values()));
    assertThat(keys).contains("batch.INTERRUPTED");
    assertThat(keys)
        .containsAll(named("health.", io.mailwright.routing.route.HealthState.values()));
    assertThat(keys)
        .containsAll(named("quota.of.", io.mailwright.routing.quota.QuotaScope.values()));
    assertThat(keys).containsAll(named("quota.per.", io.mailwright.campaign.RateUnit.values()));
    assertThat(keys)
        .containsAll(named("feedback.", io.mailwright.feedback.event.FeedbackKind.values()))
        .containsAll(named("bounce.kind.", io.mailwright.feedback.bounce.FindingKind.values()))
        .containsAll(named("bounce.reason.", io.mailwright.delivery.policy.RefusalReason.values()))
        .containsAll(
            named("bounce.done.", io.mailwright.feedback.acting.FeedbackActions.Done.values()))
        .containsAll(named("bounce.by.", io.mailwright.feedback.origin.Origin.By.values()));
    for (io.mailwright.feedback.feed.FeedKind kind :
        io.mailwright.feedback.feed.FeedKind.values()) {
      String word = io.mailwright.kernel.error.Require.word(kind);
      assertThat(keys).contains("feeds.kind." + word, "feeds.howTo." + word);
    }
    assertThat(keys)
        .containsAll(named("notice.kind.", io.mailwright.operations.notice.NoticeKind.values()))
        .containsAll(named("notice.state.", io.mailwright.operations.notice.OutboxState.values()))
        .containsAll(named("language.", io.mailwright.operations.access.Language.values()));
    assertThat(keys)
        .containsAll(named("report.advice.", io.mailwright.report.advice.Advice.Kind.values()))
        .contains("report.advice.HOURS.avoid")
        .containsAll(named("report.funnel.", io.mailwright.report.Funnel.Name.values()))
        .containsAll(
            named("compare.metric.", io.mailwright.report.ComparedCampaign.Metric.values()));
    assertThat(keys).containsAll(named("tls.", io.mailwright.routing.TlsMode.values()));
    assertThat(keys).containsAll(named("ambiguous.", io.mailwright.campaign.OnAmbiguous.values()));
    assertThat(keys)
        .containsAll(Arrays.stream(Menu.Entry.values()).map(Menu.Entry::label).toList());
  }

  /** The 18xx are said on the command line, before there is a console. */
  @Test
  void titlesEveryRefusalOfTheConsole() throws IOException {
    Set<ErrorCode> ofTheApi =
        EnumSet.of(
            ErrorCode.METHOD_NOT_ALLOWED,
            ErrorCode.MEDIA_TYPE,
            ErrorCode.NOT_ACCEPTABLE,
            ErrorCode.VERSION_MISSING);
    assertThat(keys("messages"))
        .containsAll(
            Arrays.stream(ErrorCode.values())
                .filter(code -> code.number() < 1800 && !ofTheApi.contains(code))
                .map(code -> "error." + code.number())
                .toList());
  }

  @Test
  void fillsTheSameGapsInBothLanguages() throws IOException {
    Properties english = load("messages");
    Properties chinese = load("messages_zh");
    for (String key : english.stringPropertyNames()) {
      if (english.getProperty(key).contains("{0")) {
        int gaps = new MessageFormat(english.getProperty(key)).getFormatsByArgumentIndex().length;
        assertThat(new MessageFormat(chinese.getProperty(key)).getFormatsByArgumentIndex())
            .as(key)
            .hasSize(gaps);
      }
    }
  }

  private static Set<String> named(String prefix, Enum<?>[] constants) {
    Set<String> names = new TreeSet<>();
    for (Enum<?> constant : constants) {
      names.add(prefix + constant.name());
    }
    return names;
  }

  private static Set<String> keys(String bundle) throws IOException {
    return new TreeSet<>(load(bundle).stringPropertyNames());
  }

  private static Properties load(String bundle) throws IOException {
    Properties properties = new Properties();
    try (Reader in =
        Files.newBufferedReader(BUNDLES.resolve(bundle + ".properties"), StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    return properties;
  }

  private static void collect(Path folder, String ending, Pattern pattern, Set<String> keys)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        pattern.matcher(Files.readString(file)).results().forEach(r -> keys.add(r.group(1)));
      }
    }
  }
}
