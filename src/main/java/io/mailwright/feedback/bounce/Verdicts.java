package io.mailwright.feedback.bounce;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.bounce.RefusalJudge.Judgement;

/** From a judgement to hard or soft. */
final class Verdicts {
  private Verdicts() {}

  /** Hard is only what is said for good: what a server puts off is soft whatever it says. */
  static FindingKind kind(Judgement judgement) {
    return judgement.reason().isHard() && !isPutOff(judgement)
        ? FindingKind.HARD
        : FindingKind.SOFT;
  }

  /** Who gives up after days calls it 5.0.0 or 5.1.1, whatever the server has said each time. */
  private static boolean isPutOff(Judgement judgement) {
    return (judgement.code().isPresent() && judgement.code().getAsInt() / 100 == 4)
        || judgement.status().filter(s -> s.statusClass() == 4).isPresent();
  }

  static String decidedBy(Judgement judgement) {
    if (judgement.reason() == RefusalReason.UNKNOWN) {
      return "no rule fits: soft, because unsure means that the address may work";
    }
    boolean isPutOff = judgement.reason().isHard() && kind(judgement) == FindingKind.SOFT;
    return judgement.ruling().rule() + (isPutOff ? " (soft: it is put off, not refused)" : "");
  }
}
