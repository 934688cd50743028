package io.mailwright.feedback.bounce;

import io.mailwright.feedback.bounce.RefusalJudge.Judgement;
import io.mailwright.feedback.bounce.RefusalJudge.Question;
import java.util.List;

/** A refusal that a provider tells of in an event. */
final class ToldRefusal {
  private ToldRefusal() {}

  static Finding of(
      String recipient, String words, String status, boolean isOfAddress, RefusalJudge judge) {
    Judgement judgement =
        judge.judge(
            new Question(
                words,
                RefusalWords.statuses(status).stream().findFirst(),
                "",
                "",
                "{to "
                    + Addresses.domain(recipient)
                    + "}"
                    + (isOfAddress ? " {category bad-mailbox}" : "")));
    return new Finding(
        recipient,
        Verdicts.kind(judgement),
        judgement.status(),
        judgement.code(),
        judgement.reason(),
        Clue.oneLine(words, Finding.MOST_EVIDENCE),
        List.of(Clue.of("words of the event", words), Clue.of("status of the event", status)),
        Verdicts.decidedBy(judgement));
  }
}
