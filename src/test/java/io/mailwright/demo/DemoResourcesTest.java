package io.mailwright.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.intake.RawRow;
import io.mailwright.audience.intake.RejectedRow;
import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.intake.RowSource;
import io.mailwright.audience.intake.RowValidator;
import io.mailwright.audience.intake.SourceLine;
import io.mailwright.content.check.TemplateCheck;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.content.render.Problem;
import io.mailwright.content.render.Recipient;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.render.TemplateSource;
import java.io.IOException;
import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's counts are known beforehand, so that its report can be checked against them. */
class DemoResourcesTest {
  private static final int BAD = 20;

  private static byte[] resource(String name) throws IOException {
    try (var in = DemoResourcesTest.class.getResourceAsStream("/io/mailwright/demo/" + name)) {
      return in.readAllBytes();
    }
  }

  private static String text(String name) throws IOException {
    return new String(resource(name), StandardCharsets.UTF_8);
  }

  /** The records as bytes: each stands on one line, on purpose. */
  private static List<byte[]> records() throws IOException {
    List<byte[]> lines = new ArrayList<>();
    byte[] file = resource("recipients.csv");
    int start = 0;
    for (int i = 0; i < file.length; i++) {
      if (file[i] == '\n') {
        lines.add(Arrays.copyOfRange(file, start, i));
        start = i + 1;
      }
    }
    assertThat(start).as("the last line is complete").isEqualTo(file.length);
    return lines.subList(1, lines.size());
  }

  private static Optional<String> decoded(byte[] line) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  /** What is bad about each record, by rules simple enough to be checked by eye. */
  private static Map<String, Integer> faults() throws IOException {
    Map<String, Integer> faults = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (byte[] record : records()) {
      faults.merge(fault(record, seen), 1, Integer::sum);
    }
    return faults;
  }

  private static String fault(byte[] record, Set<String> seen) {
    Optional<String> line = decoded(record);
    if (line.isEmpty()) {
      return "encoding";
    }
    if (line.get().chars().filter(c -> c == '"').count() % 2 != 0) {
      return "quote";
    }
    String email = line.get().split(",", 2)[0].strip();
    if (email.isEmpty()) {
      return "empty";
    }
    String[] parts = email.split("@", -1);
    if (parts.length != 2 || parts[1].isEmpty() || email.contains("..") || email.contains(" ")) {
      return "address";
    }
    String key = parts[0].toLowerCase(Locale.ROOT) + "@" + IDN.toASCII(parts[1]);
    return seen.add(key.toLowerCase(Locale.ROOT)) ? "good" : "duplicate";
  }

  @Test
  void hasAThousandRecordsOfWhichTwentyAreBad() throws IOException {
    assertThat(records()).hasSize(1_000);
    assertThat(faults())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "good", 1_000 - BAD,
                "address", 8,
                "empty", 3,
                "duplicate", 5,
                "encoding", 2,
                "quote", 2));
  }

  @Test
  void theImportRejectsExactlyThose(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("recipients.csv"), resource("recipients.csv"));
    RowValidator validator = new RowValidator();
    Set<String> keys = new HashSet<>();
    List<String> rejected = new ArrayList<>();
    try (RowSource rows = RowSource.open(file)) {
      for (Optional<SourceLine> next = rows.next(); next.isPresent(); next = rows.next()) {
        if (next.get() instanceof Rejection rejection) {
          rejected.add(rejection.line() + " unreadable");
        } else if (next.get() instanceof RawRow row) {
          try {
            if (!keys.add(validator.validate(row).address().key())) {
              rejected.add(row.line() + " duplicate");
            }
          } catch (RejectedRow bad) {
            rejected.add(row.line() + " " + bad.rejection().column());
          }
        }
      }
    }
    assertThat(rejected).hasSize(BAD);
    assertThat(keys).hasSize(1_000 - BAD);
  }

  @Test
  void meetsEveryBehaviourOfTheSandbox() throws IOException {
    Map<String, Long> behaviours =
        records().stream()
            .map(DemoResourcesTest::decoded)
            .flatMap(Optional::stream)
            .filter(
                line -> line.matches("(bounce|full|greylist|slow|drop|bounce-later|complain)\\+.*"))
            .collect(
                Collectors.groupingBy(
                    line -> line.substring(0, line.indexOf('+')), Collectors.counting()));
    assertThat(behaviours)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "bounce", 6L,
                "full", 5L,
                "greylist", 10L,
                "slow", 2L,
                "drop", 1L,
                "bounce-later", 8L,
                "complain", 4L));
  }

  @Test
  void writesToReservedDomainsOnly() throws IOException {
    for (byte[] record : records()) {
      String email = decoded(record).orElse("").split(",", 2)[0];
      if (email.contains("@") && !email.endsWith("@")) {
        assertThat(email.toLowerCase(Locale.ROOT))
            .matches(".*([@.]example\\.(com|net|org)|@[a-z]+\\.example)");
      }
    }
  }

  private static TemplateSource template() throws IOException {
    return new TemplateSource(
        "Demo", text("subject.txt"), text("mail.html"), Optional.of(text("mail.txt")), List.of());
  }

  @Test
  void hasATemplateWithoutProblems() throws IOException {
    assertThat(TemplateCheck.of(template(), Set.of("company", "city")).problems())
        .extracting(Problem::message)
        .isEmpty();
    assertThat(text("programme.pdf")).startsWith("%PDF-1.4").endsWith("%%EOF\n");
  }

  @Test
  void greetsInTheRecipientsLanguage() throws IOException {
    CompiledTemplate template = new TemplateCompiler().compile(template());
    RenderedMail chinese =
        template.render(
            new Recipient("w@example.com", "王伟", "zh-CN", "Asia/Shanghai", Map.of("city", "上海")));
    assertThat(chinese.subject()).isEqualTo("王伟，春季活动邀请函");
    assertThat(chinese.text().orElseThrow()).startsWith("王伟，您好！").doesNotContain("Hello");
    assertThat(chinese.html()).contains("从上海出发").doesNotContain("Hello");
    RenderedMail english =
        template.render(
            new Recipient("z@example.com", "Zoë", "en-GB", "", Map.of("company", "A <B> & C")));
    assertThat(english.subject()).isEqualTo("Zoë, your invitation for spring");
    assertThat(english.text().orElseThrow()).startsWith("Hello Zoë,").contains("A <B> & C");
    assertThat(english.html()).contains("Everyone at A &lt;B&gt; &amp; C is welcome.");
    RenderedMail nameless = template.render(new Recipient("n@example.com", "", "", "", Map.of()));
    assertThat(nameless.subject()).isEqualTo("Your invitation for spring");
    assertThat(nameless.text().orElseThrow()).startsWith("Hello,\n");
  }
}
