package io.mailwright.audience.suppression;

import io.mailwright.kernel.text.Wording;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Why an address gets no mail. */
public enum SuppressionReason {
  HARD_BOUNCE("the address is dead", "地址已失效"),
  SOFT_BOUNCES("mails to it bounced too often", "多次软退信"),
  COMPLAINT("its owner complained", "收件人投诉"),
  UNSUBSCRIBE("its owner unsubscribed", "收件人已退订"),
  ERASED("erased on request", "应本人要求删除"),
  MANUAL("entered by a person", "人工添加");

  private final Wording wording;

  SuppressionReason(String english, String chinese) {
    this.wording = new Wording(english, chinese);
  }

  /**
   * The reason that stands when somebody gives another for an address that is suppressed already:
   * the newer one, but what an owner or a server said is not weakened to an entry by hand.
   */
  SuppressionReason orNewer(SuppressionReason given) {
    return given == MANUAL ? this : given;
  }

  /** The reasons, by name, in whose place this one stands when a machine brings it. */
  Set<String> outweighs() {
    return switch (this) {
      case COMPLAINT -> Set.of(HARD_BOUNCE.name(), SOFT_BOUNCES.name(), UNSUBSCRIBE.name());
      case UNSUBSCRIBE -> Set.of(HARD_BOUNCE.name(), SOFT_BOUNCES.name());
      case HARD_BOUNCE -> Set.of(SOFT_BOUNCES.name());
      case SOFT_BOUNCES, ERASED, MANUAL -> Set.of();
    };
  }

  /** Those that somebody may give: who was erased is known by that only. */
  public static List<SuppressionReason> given() {
    return Stream.of(values()).filter(reason -> reason != ERASED).toList();
  }

  /** The reason for people. */
  public Wording wording() {
    return wording;
  }
}
