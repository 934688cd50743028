package io.mailwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.feedback.bounce.Clue;
import io.mailwright.feedback.bounce.FeedbackClassifier;
import io.mailwright.feedback.bounce.Finding;
import io.mailwright.feedback.mail.ReturnedMailReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExplainedTest {
  private static final Path MAILS = Path.of("src/test/resources/feedback");

  private final Sentences chinese = Sentences.chinese();

  /** Of all mails that came back to the tests. */
  private static List<Finding> findings() throws IOException {
    FeedbackClassifier classifier = FeedbackClassifier.standard();
    List<Finding> found = new ArrayList<>();
    try (Stream<Path> mails = Files.list(MAILS)) {
      for (Path mail : mails.filter(f -> f.toString().endsWith(".eml")).sorted().toList()) {
        try (InputStream in = Files.newInputStream(mail)) {
          found.addAll(classifier.classify(ReturnedMailReader.read(in)).findings());
        }
      }
    }
    return found;
  }

  @Test
  void takesWhatEveryEventKeepsApart() throws IOException {
    assertThat(findings())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            f ->
                assertThat(Explained.of(f.evidence() + " [" + f.decidedBy() + "]"))
                    .isEqualTo(new Explained(f.evidence(), f.decidedBy())));
    assertThat(Explained.of("5.2.2 full [own reply-rules.txt line 1: USER_UNKNOWN * * no [a-z]+]"))
        .isEqualTo(
            new Explained("5.2.2 full", "own reply-rules.txt line 1: USER_UNKNOWN * * no [a-z]+"));
    assertThat(Explained.of("[the provider says that the address does not work]").words())
        .isEmpty();
  }

  @Test
  void leavesTheBracketsOfServers() {
    for (String words : List.of("host mx [192.0.2.1]", "550 no [sender] [AUP#1310]", "[", "")) {
      assertThat(Explained.of(words)).isEqualTo(new Explained(words, ""));
      assertThat(chinese.of(words)).isEqualTo(words);
      assertThat(Explained.of(words + " [no rule fits: soft, as it may work]").words())
          .isEqualTo(words);
    }
  }

  @Test
  void isSaidInChineseAsFarAsItIsOurs() throws IOException {
    assertThat(findings())
        .allSatisfy(
            f -> {
              assertThat(chinese.of(f.decidedBy())).containsPattern("\\p{IsHan}");
              assertThat(f.clues())
                  .extracting(Clue::where)
                  .filteredOn(where -> !where.startsWith("header "))
                  .allSatisfy(where -> assertThat(chinese.of(where)).containsPattern("\\p{IsHan}"));
            });
    assertThat(chinese.of("campaign 7 [a feedback report (RFC 5965) is a complaint]"))
        .isEqualTo("campaign 7 [反馈报告（RFC 5965）即为投诉]");
    assertThat(
            chinese.of(
                "no [reply-rules.txt line 3: USER_UNKNOWN * * no (soft: it is put off, not refused)]"))
        .isEqualTo("no [reply-rules.txt 第 3 行：USER_UNKNOWN * * no（按软退信处理：只是推迟，并未拒绝）]");
  }
}
