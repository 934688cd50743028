package io.mailwright.feedback.bounce;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.bounce.RefusalJudge.Judgement;

/** From a judgement to hard or soft. */
final class Verdicts {
  private Verdicts() {}

  /** Hard is only what is said for good: what a server puts off is soft whatever it says. */
  static FindingKind kind(Judgement judgement) {
    boolean isTransient =
        judgement
            .status()
            .map(s -> s.statusClass() == 4)
            .orElseGet(
                () -> judgement.code().isPresent() && judgement.code().getAsInt() / 100 == 4);
    return judgement.reason().isHard() && !isTransient ? FindingKind.HARD : FindingKind.SOFT;
  }

  static String decidedBy(Judgement judgement) {
    if (judgement.reason() == RefusalReason.UNKNOWN) {
      return "no rule fits: soft, because unsure means that the address may work";
    }
    boolean isPutOff = judgement.reason().isHard() && kind(judgement) == FindingKind.SOFT;
    return judgement.ruling().rule() + (isPutOff ? " (soft: it is put off, not refused)" : "");
  }
}
