package io.mailwright.feedback.bounce;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.bounce.RefusalJudge.Judgement;
import io.mailwright.feedback.bounce.RefusalJudge.Question;
import io.mailwright.feedback.mail.MailHeaders;
import io.mailwright.feedback.mail.ReportReader;
import io.mailwright.feedback.mail.ReturnedMail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a delivery status notification says of its recipients (RFC 3464). */
final class ReportedBounces {
  private static final List<String> RECIPIENT = List.of("final-recipient", "original-recipient");

  private static final String DELAYED = "delayed";

  /** Of one mail, different ones. */
  private static final int MOST_CLUES = 2_000;

  private final Notice notice;
  private final RefusalJudge judge;
  private final String around;
  private final Map<List<Clue>, List<Clue>> clues = new HashMap<>();
  private String reporter = "";

  private ReportedBounces(Notice notice, RefusalJudge judge) {
    this.notice = notice;
    this.judge = judge;
    this.around = notice.text().blocks().isEmpty() ? notice.text().general() : notice.words();
  }

  /** The groups of fields that stand in its report, or in its text. */
  static List<String> groups(ReturnedMail mail, Notice notice) {
    List<String> groups = new ArrayList<>();
    mail.parts("message/delivery-status", "message/global-delivery-status")
        .forEach(p -> groups.addAll(p.groups()));
    if (groups.isEmpty()) {
      mail.parts(ReturnedMail.UNNAMED_REPORT).forEach(p -> groups.addAll(p.groups()));
    }
    if (groups.isEmpty() && notice.words().toLowerCase(Locale.ROOT).contains("final-recipient:")) {
      groups.addAll(ReportReader.read(notice.words()));
    }
    return groups;
  }

  static List<Finding> in(List<String> groups, Notice notice, RefusalJudge judge) {
    ReportedBounces report = new ReportedBounces(notice, judge);
    Map<String, List<Finding>> found = new LinkedHashMap<>();
    for (String group : groups) {
      MailHeaders fields = MailHeaders.parse(group);
      if (RECIPIENT.stream().anyMatch(fields::has)) {
        Finding finding = report.finding(fields);
        found
            .computeIfAbsent(Addresses.key(finding.recipient()), k -> new ArrayList<>(1))
            .add(finding);
      } else {
        report.reporter = fields.first("reporting-mta").map(ReportedBounces::host).orElse("");
      }
    }
    return found.values().stream().map(ReportedBounces::together).toList();
  }

  /**
   * What is said of one recipient more than once: of a group that it was passed on to, or first
   * that the mail is late. If it reached anybody, it arrived; hard is what all others say.
   */
  private static Finding together(List<Finding> all) {
    List<Finding> last = all.stream().filter(f -> f.reason() != RefusalReason.DELAYED).toList();
    List<Finding> said = last.isEmpty() ? all : last;
    return said.stream()
        .filter(f -> f.kind() == FindingKind.NONE)
        .findFirst()
        .or(() -> said.stream().filter(f -> f.kind() == FindingKind.SOFT).findFirst())
        .orElse(said.get(0));
  }

  private Finding finding(MailHeaders fields) {
    Optional<String> last = fields.first("final-recipient").map(Addresses::ofField);
    String recipient =
        fields
            .first("original-recipient")
            .map(Addresses::ofField)
            .filter(a -> a.contains("@") && !isXtextOf(a, last))
            .or(() -> last)
            .orElse("");
    String diagnostic = String.join(" ", fields.all("diagnostic-code"));
    String block = notice.about(recipient, notice.about(last.orElse(recipient), around));
    Judgement judgement =
        judge.judge(
            new Question(
                diagnostic,
                fields.first("status").flatMap(v -> RefusalWords.statuses(v).stream().findFirst()),
                block,
                notice.text().general(),
                names(fields, recipient)));
    String action = action(fields);
    FindingKind kind = kind(action, judgement);
    return new Finding(
        recipient,
        kind,
        judgement.status(),
        judgement.code(),
        action.startsWith(DELAYED) ? RefusalReason.DELAYED : judgement.reason(),
        Clue.oneLine(diagnostic.isBlank() ? block : diagnostic, Finding.MOST_EVIDENCE),
        clues(fields, diagnostic, block, judgement),
        decidedBy(action, kind, judgement));
  }

  private static boolean isXtextOf(String original, Optional<String> last) {
    return last.filter(l -> l.equalsIgnoreCase(Addresses.ofXtext(original))).isPresent();
  }

  /** In lower case. Where it is missing the status tells whether it was delivered. */
  private static String action(MailHeaders fields) {
    boolean isGood = fields.first("status").filter(s -> s.startsWith("2.")).isPresent();
    return fields
        .first("action")
        .map(a -> a.toLowerCase(Locale.ROOT))
        .orElse(isGood ? "delivered" : "failed");
  }

  private String names(MailHeaders fields, String recipient) {
    String reportedBy = reporter.isEmpty() ? "" : "{by " + reporter + "} ";
    return reportedBy
        + fields.first("remote-mta").map(h -> "{at " + host(h) + "} ").orElse("")
        + fields.first("x-powermta-bouncecategory").map(c -> "{category " + c + "} ").orElse("")
        + "{to "
        + Addresses.domain(recipient)
        + "}";
  }

  private static String host(String field) {
    return Clue.oneLine(field.substring(field.indexOf(';') + 1), 100).toLowerCase(Locale.ROOT);
  }

  private static FindingKind kind(String action, Judgement judgement) {
    if (action.startsWith("deliver")
        || action.startsWith("relayed")
        || action.startsWith("expanded")) {
      return FindingKind.NONE;
    }
    return action.startsWith(DELAYED) ? FindingKind.SOFT : Verdicts.kind(judgement);
  }

  private static String decidedBy(String action, FindingKind kind, Judgement judgement) {
    return kind == FindingKind.NONE || action.startsWith(DELAYED)
        ? "Action field of the delivery report: " + Clue.oneLine(action, 40)
        : Verdicts.decidedBy(judgement);
  }

  /** The same for many recipients. */
  private List<Clue> clues(
      MailHeaders fields, String diagnostic, String block, Judgement judgement) {
    if (clues.size() >= MOST_CLUES) {
      return List.of();
    }
    List<Clue> all =
        Stream.of(
                fields.first("action").map(v -> Clue.of("Action field of the delivery report", v)),
                fields.first("status").map(v -> Clue.of("Status field of the delivery report", v)),
                Optional.of(diagnostic)
                    .filter(d -> !d.isBlank())
                    .map(d -> Clue.of("Diagnostic-Code field of the delivery report", d)),
                fields
                    .first("remote-mta")
                    .map(v -> Clue.of("Remote-MTA field of the delivery report", v)),
                Optional.of(block)
                    .filter(b -> !b.isBlank())
                    .map(b -> Clue.of("words of the notice", b)),
                Optional.of(judgement.place())
                    .filter(p -> !p.isEmpty())
                    .map(p -> Clue.of("place in the session", p)))
            .flatMap(Optional::stream)
            .toList();
    return clues.computeIfAbsent(all, c -> c);
  }
}
