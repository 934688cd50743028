package io.mailwright.feedback.bounce;

import io.mailwright.feedback.bounce.RefusalJudge.Judgement;
import io.mailwright.feedback.bounce.RefusalJudge.Question;
import io.mailwright.feedback.mail.MailHeaders;
import io.mailwright.feedback.mail.ReturnedMail;
import io.mailwright.kernel.smtp.EnhancedStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What a notice without a report says in words: qmail, Exim, old Sendmail, many gateways. */
final class ToldBounces {
  /** Of what is said of others, what is looked at where nothing is said of a recipient. */
  private static final int MOST_BLOCKS = 20;

  private final Clue mark;
  private final Notice notice;
  private final RefusalJudge judge;

  private ToldBounces(Clue mark, Notice notice, RefusalJudge judge) {
    this.mark = mark;
    this.notice = notice;
    this.judge = judge;
  }

  /**
   * @param mark by which the mail is known to be a notice
   * @param recipient who it is about if it names nobody; empty if that is not known
   */
  static List<Finding> in(
      ReturnedMail mail, Clue mark, Notice notice, String recipient, RefusalJudge judge) {
    ToldBounces told = new ToldBounces(mark, notice, judge);
    Map<String, String> blocks = told.blocks(mail);
    if (blocks.isEmpty()) {
      return told.unnamed(told.original(mail), recipient);
    }
    List<Finding> found = new ArrayList<>();
    blocks.forEach((address, block) -> found.add(told.finding(address, block, told.all())));
    return found;
  }

  /** Of a notice that names nobody: who the mail was for, as it says itself. */
  private List<Finding> unnamed(MailHeaders original, String recipient) {
    Set<String> receivers = new LinkedHashSet<>(Complaints.recipients(original));
    if (receivers.isEmpty() && !recipient.isEmpty()) {
      receivers.add(recipient);
    }
    Set<String> all = new LinkedHashSet<>(receivers);
    if (!Complaints.hasEnvelope(original)) {
      original.all("cc").forEach(value -> all.addAll(Addresses.in(value)));
    }
    return receivers.stream()
        .map(address -> finding(address, "", all()))
        .map(f -> all.size() == 1 ? f : f.softened("it does not say which of them"))
        .toList();
  }

  private MailHeaders original(ReturnedMail mail) {
    return Complaints.originalRecipients(mail).isEmpty()
        ? MailHeaders.parse(notice.text().original())
        : mail.returned();
  }

  /**
   * What a notice says of a recipient that it may not name.
   *
   * @param mark by which the mail is known to be a notice
   */
  static Finding about(String recipient, Clue mark, Notice notice, RefusalJudge judge) {
    ToldBounces told = new ToldBounces(mark, notice, judge);
    return told.finding(recipient, notice.about(recipient, ""), told.all());
  }

  private String all() {
    return notice.text().general() + String.join("\n", notice.text().blocks().values());
  }

  /** What is said of each that is named. */
  private Map<String, String> blocks(ReturnedMail mail) {
    Map<String, String> blocks = new LinkedHashMap<>();
    Set<String> failed = new LinkedHashSet<>();
    mail.headers().all("x-failed-recipients").forEach(v -> failed.addAll(Addresses.inList(v)));
    if (failed.isEmpty()) {
      blocks.putAll(notice.text().blocks());
    } else {
      failed.forEach(a -> blocks.put(a, notice.about(a, "")));
    }
    return blocks;
  }

  private Finding finding(String recipient, String block, String all) {
    String names = "{to " + Addresses.domain(recipient) + "}";
    String opening = notice.text().general();
    Judgement judgement = judge.judge(new Question(block, Optional.empty(), "", opening, names));
    if (judgement.ruling().isVague()) {
      judgement = judge.judge(new Question(block, Optional.empty(), all, "", names));
    }
    String words = block.isBlank() ? all : block;
    return new Finding(
        recipient,
        Verdicts.kind(judgement),
        judgement.status().or(standing(judgement)),
        judgement.code(),
        judgement.reason(),
        Clue.oneLine(words, Finding.MOST_EVIDENCE),
        clues(words, judgement),
        Verdicts.decidedBy(judgement));
  }

  /** The status that stands for the reason, for good or for now as the code says. */
  private static Supplier<Optional<EnhancedStatus>> standing(Judgement judgement) {
    return () ->
        EnhancedStatus.leading(judgement.reason().status())
            .map(
                s ->
                    new EnhancedStatus(
                        judgement.code().isPresent()
                            ? judgement.code().getAsInt() / 100
                            : s.statusClass(),
                        s.subject(),
                        s.detail()));
  }

  private List<Clue> clues(String words, Judgement judgement) {
    List<Clue> clues = new ArrayList<>(List.of(mark, Clue.of("words of the notice", words)));
    judgement.status().ifPresent(s -> clues.add(Clue.of("status in the words", s.toString())));
    judgement
        .code()
        .ifPresent(c -> clues.add(Clue.of("reply code in the words", Integer.toString(c))));
    if (!judgement.place().isEmpty()) {
      clues.add(Clue.of("place in the session", judgement.place()));
    }
    return clues;
  }
}
