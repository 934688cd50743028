package io.mailwright.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.calendar.CronCalendar;
import io.mailwright.kernel.address.AddressRefusal;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.execution.JobCatalogue;
import io.mailwright.report.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static final Path FILE =
      Path.of("src/main/resources/io/mailwright/report/sentences_zh.txt");
  private static final Pattern GAP = Pattern.compile("\\{\\d}");

  private static final Path MAIN = Path.of("src/main/java/io/mailwright");
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern PROSE = Pattern.compile("[a-z]{2,} [a-z]{2,}");
  private static final Pattern NOT_A_REASON =
      Pattern.compile(
          "Exception\\(|\\bLOG\\b|\\.log\\(|Require\\.|refused\\(|prepareStatement\\(|SELECT");

  /** What the warm-up's page says of its days, and texts that others put together. */
  private static final Set<String> NOT_SHOWN =
      Set.of(
          "the first day",
          "held by hand",
          "stepped back:",
          "mails are too few to go by",
          "grown: the day before went well",
          "%s (%s accepted in %,d ms of %,d at %s");

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
  void saysWhichHoursHoldAMail() {
    assertThat(
            chinese.of(
                "quiet hours in Asia/Shanghai until 2026-12-01T08:00 (2026-12-01T00:00:00Z)"))
        .isEqualTo("Asia/Shanghai 的免打扰时段，到 2026-12-01T08:00（2026-12-01T00:00:00Z）为止");
    assertThat(
            chinese.of(
                "peak hour of gmail (14 % deferred of 4,120 at Mon 09-10 UTC) until"
                    + " 2026-11-30T10:00:00Z"))
        .isEqualTo("gmail 的繁忙时段（Mon 09-10 UTC 的 4,120 封中 14 % 被推迟），到 2026-11-30T10:00:00Z 为止");
    assertThat(
            chinese.of(
                "best hour of gmail (100 % accepted in 300 ms of 1,000 at Tue 09-10 UTC) from"
                    + " 2026-12-01T09:00:00Z"))
        .startsWith("等待 gmail 接收最好的时段");
  }

  @Test
  void saysTheReasonBehindARoutesNameWithoutCodes() {
    assertThat(
            chinese.of(
                "no server can be used: Relay: no session with 127.0.0.1:1 (connecting): cannot connect: Connection refused"))
        .isEqualTo("没有可用的服务器：Relay：无法与 127.0.0.1:1 建立会话（连接）：无法连接：Connection refused");
    assertThat(chinese.of("Relay: refused by the server: 535 5.7.8 no"))
        .isEqualTo("Relay：被服务器拒绝：535 5.7.8 no");
    assertThat(chinese.of("Relay: what nobody knows")).isEqualTo("Relay: what nobody knows");
  }

  @Test
  void saysInBothLanguagesWhyAnAddressIsSuppressed() {
    for (SuppressionReason reason : SuppressionReason.values()) {
      for (String kept : List.of(Require.word(reason), reason.name())) {
        assertThat(chinese.of("suppressed: " + kept))
            .isEqualTo("已屏蔽：" + reason.wording().chinese());
        assertThat(Sentences.english().of("suppressed: " + kept))
            .isEqualTo("suppressed: " + reason.wording().english());
      }
    }
  }

  @Test
  void saysWhyAnAddressIsRefused() {
    for (AddressRefusal reason : AddressRefusal.values()) {
      String said =
          chinese.of("from.address: " + reason.wording().english() + ". Correct the address.");
      assertThat(said).isEqualTo("from.address：" + reason.wording().chinese() + "。请更正该地址。");
    }
    assertThat(chinese.of("Campaign 7 is waiting and cannot be resumed now. Nothing was changed."))
        .contains("等待中", "继续");
  }

  @Test
  void saysWhatABreakerACanaryAndAWarmUpHold() {
    assertThat(
            chinese.of(
                "breaker: 30.5 % of the last 200 mails to gmail were deferred (limit 30 %); the last"
                    + " reply: 421 4.7.0 slow down; let it go on by hand or at 2026-11-24T10:15:00Z"))
        .isEqualTo(
            "熔断：最近发往 gmail 的 200 封邮件中有 30.5 % 被暂缓（上限 30 %）；最后的应答：421 4.7.0 slow"
                + " down；可手动放行，或于 2026-11-24T10:15:00Z 自动恢复");
    assertThat(
            chinese.of(
                "canary: 12 % of 100 mails were deferred (limit 10 %); the last reply: none. No other"
                    + " mail was sent: resume to let them go all the same."))
        .startsWith("先行批次：100 封邮件中有 12 % 被暂缓（上限 10 %）；最后的应答：none。");
    assertThat(
            chinese.of(
                "warm-up day 4 of route Relay 3 (127.0.0.2) to 网易 163 (400 a day) used until"
                    + " 2026-11-25T00:00:00Z"))
        .isEqualTo(
            "发送路径 Relay 3 (127.0.0.2) 对 网易 163 的预热第 4 天额度（每天 400 封）已用完，需等到 2026-11-25T00:00:00Z");
  }

  /** What people meet when they type nonsense into a form. */
  @Test
  void saysWhatFormsRefuse() {
    List<ThrowingCallable> refusals =
        List.of(
            () -> JobCatalogue.check("send-campaign", Map.of()),
            () -> JobCatalogue.check("send-campaign", Map.of("campaignId", "x")),
            () -> JobCatalogue.check("send-campaign", Map.of("campaignId", "1", "workers", "999")),
            () -> JobCatalogue.check("send-campaign", Map.of("campaignId", "1", "speed", "9")),
            () -> Require.line("name", "", 20),
            () -> Require.line("name", "a\u0001b", 20),
            () -> Require.line("name", "x".repeat(30), 20),
            () -> CronCalendar.of("0 0 31 2 *", ZoneOffset.UTC),
            () -> CronCalendar.of("x", ZoneOffset.UTC),
            () -> CampaignDraft.zone("zone", "Mars"));
    for (ThrowingCallable refusal : refusals) {
      MailwrightException refused = catchThrowableOfType(MailwrightException.class, refusal);
      assertThat(refused).isNotNull();
      assertThat(chinese.of(refused.getMessage()))
          .as(refused.getMessage())
          .doesNotContainPattern("[A-Za-z]+ [a-z]+ [a-z]+");
    }
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

  /** Whoever holds a mail back for a new reason says it here in Chinese, too. */
  @Test
  void saysEveryReasonForWhichRoutingHoldsMails() throws IOException {
    String english =
        lines().stream()
            .map(line -> line.substring(0, line.lastIndexOf(" = ")))
            .collect(Collectors.joining("\n"));
    Map<String, String> said = prose(MAIN.resolve("routing"));
    said.putAll(prose(MAIN.resolve("delivery/send")));
    said.keySet().removeIf(words -> english.contains(words) || NOT_SHOWN.contains(words));
    assertThat(said).as("without Chinese words, with the files that say them").isEmpty();
  }

  /**
   * What the code says in whole words, with the file that does: no names, no SQL, nothing for logs,
   * and no refusals, whose texts are checked where they are made.
   */
  private static Map<String, String> prose(Path folder) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String code =
            Files.readString(file)
                .replaceAll("(?s)\"\"\".*?\"\"\"|/\\*.*?\\*/|//[^\\n]*", "")
                .replaceAll("\"\\s*\\+\\s*\"", "");
        for (String statement : code.split("[;{}]\\s*\\n")) {
          if (!NOT_A_REASON.matcher(statement).find()) {
            TEXT.matcher(statement)
                .results()
                .map(text -> text.group(1).strip())
                .filter(text -> PROSE.matcher(text).find())
                .forEach(text -> found.put(text, file.getFileName().toString()));
          }
        }
      }
    }
    return found;
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
