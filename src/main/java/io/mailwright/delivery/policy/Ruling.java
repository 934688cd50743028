package io.mailwright.delivery.policy;

/**
 * What a refusal is about, and which rule says so.
 *
 * @param rule for people: the rule's place and itself; empty if none fits
 * @param isVague whether other words may tell more: no rule fits, or one that knows of a general
 *     status only
 */
public record Ruling(RefusalReason reason, String rule, boolean isVague) {
  static final Ruling NONE = new Ruling(RefusalReason.UNKNOWN, "", true);
}
