package io.mailwright.bench;

import io.mailwright.feedback.bounce.FeedbackClassifier;
import io.mailwright.feedback.bounce.Finding;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.mail.ReturnedMailReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well mails that came back are understood: a folder of them, whose {@code labels.csv} says of
 * each recipient what is true: {@code file,ordinal,status,reply,reason,hard}. Of the reasons,
 * {@code feedback} is a complaint and {@code vacation} an automatic reply.
 */
final class BouncesPart {
  private static final double VERDICT = 0.97;
  private static final double HARD = 0.99;
  private static final double STATUS = 0.95;

  /** A status that stands for "none was given" in the labels: only its class is to be met. */
  private static final String NONE_GIVEN = "[45]\\.0\\.9\\d\\d";

  private int recipients;
  private int right;
  private int hard;
  private int trulyHard;
  private int statuses;
  private int rightStatuses;

  private record Label(String status, String reason, boolean isHard) {
    static Label of(String[] columns) {
      return new Label(columns[2], columns[4], Boolean.parseBoolean(columns[5]));
    }

    String verdict() {
      return switch (reason) {
        case "feedback" -> "complaint";
        case "vacation" -> "other";
        default -> isHard ? "hard" : "soft";
      };
    }
  }

  private BouncesPart() {}

  static void run(Path folder, Bars bars) throws IOException {
    BouncesPart part = new BouncesPart();
    Map<String, List<Label>> labels = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(folder.resolve("labels.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split(",", -1);
      labels.computeIfAbsent(columns[0], f -> new ArrayList<>()).add(Label.of(columns));
    }
    FeedbackClassifier classifier = FeedbackClassifier.standard();
    for (Map.Entry<String, List<Label>> each : labels.entrySet()) {
      try (InputStream in =
          new BufferedInputStream(Files.newInputStream(folder.resolve(each.getKey())))) {
        List<Finding> found = classifier.classify(ReturnedMailReader.read(in)).findings();
        part.compare(each.getKey(), each.getValue(), found);
      }
    }
    bars.atLeast("verdict right", VERDICT, (double) part.right / part.recipients, "of recipients");
    bars.atLeast("hard is hard", HARD, (double) part.trulyHard / part.hard, "of hard verdicts");
    bars.atLeast("status right", STATUS, (double) part.rightStatuses / part.statuses, "of given");
  }

  private void compare(String file, List<Label> labels, List<Finding> found) {
    for (int i = 0; i < labels.size(); i++) {
      Label label = labels.get(i);
      String verdict = i < found.size() ? verdict(found.get(i).kind()) : "missing";
      String status =
          i < found.size() ? found.get(i).status().map(Object::toString).orElse("") : "";
      recipients++;
      boolean isRight = verdict.equals(label.verdict());
      right += isRight ? 1 : 0;
      hard += verdict.equals("hard") ? 1 : 0;
      trulyHard += verdict.equals("hard") && label.isHard() ? 1 : 0;
      boolean isStatusRight = isRight(label.status(), status);
      statuses += label.status().isEmpty() ? 0 : 1;
      rightStatuses += !label.status().isEmpty() && isStatusRight ? 1 : 0;
      if (!isRight || !isStatusRight) {
        System.out.printf(
            "%s recipient %d: %s %s (%s), found %s %s: %s%n",
            file,
            i + 1,
            label.verdict(),
            label.status(),
            label.reason(),
            verdict,
            status,
            i < found.size() ? found.get(i).decidedBy() : "");
      }
    }
  }

  private static boolean isRight(String wanted, String status) {
    return wanted.isEmpty()
        || (wanted.matches(NONE_GIVEN)
            ? status.isEmpty() || status.charAt(0) == wanted.charAt(0)
            : status.equals(wanted));
  }

  private static String verdict(FindingKind kind) {
    return switch (kind) {
      case HARD -> "hard";
      case SOFT -> "soft";
      case COMPLAINT -> "complaint";
      case AUTO_REPLY, NONE -> "other";
    };
  }
}
