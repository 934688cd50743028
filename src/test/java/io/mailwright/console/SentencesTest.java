package io.mailwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static final Path FILE =
      Path.of("src/main/resources/io/mailwright/console/", Sentences.CHINESE);
  private static final Pattern GAP = Pattern.compile("\\{\\d}");

  private final Sentences chinese = Sentences.chinese();

  @Test
  void saysAReasonWithinAReasonAndLeavesTheServersWords() {
    assertThat(chinese.of("no server can be used: Relay: cannot connect: Connection refused"))
        .startsWith("没有可用的服务器：")
        .endsWith("Connection refused");
    assertThat(chinese.of("too many; last: refused by the server: 550 5.1.1 No {0} here $1"))
        .isEqualTo("too many；最后一次：被服务器拒绝：550 5.1.1 No {0} here $1");
    assertThat(chinese.of("Something new")).isEqualTo("Something new");
  }

  @Test
  void fillsTheSameGapsInBothLanguages() throws IOException {
    for (String line : lines()) {
      int at = line.lastIndexOf(" = ");
      assertThat(gaps(line.substring(at))).as(line).isEqualTo(gaps(line.substring(0, at)));
      assertThat(line.substring(at)).containsPattern("\\p{IsHan}");
    }
  }

  /** Whoever words a sentence anew in the code must do so here. */
  @Test
  void translatesOnlyWhatTheCodeStillSays() throws IOException {
    String code = code();
    for (String line : lines()) {
      for (String words : line.substring(0, line.lastIndexOf(" = ")).split("\\{\\d}")) {
        if (words.strip().length() > 12) {
          assertThat(code.contains(words.strip().replace("\"", "\\\""))).as(line).isTrue();
        }
      }
    }
  }

  private static String code() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "")).append('\n');
      }
      return all.toString();
    }
  }

  private static TreeSet<String> gaps(String text) {
    return GAP.matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(FILE, StandardCharsets.UTF_8).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }
}
