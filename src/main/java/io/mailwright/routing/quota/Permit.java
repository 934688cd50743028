package io.mailwright.routing.quota;

import java.time.Instant;

/**
 * Leave to begin one mail, counted by all quotas that apply to it. One that is not used before
 * {@link #goodUntil} is to be given back and taken anew: later the mail would count for a window in
 * which it was not sent.
 */
public final class Permit implements QuotaAnswer {
  /** No quota applies. */
  static final Permit FREE = new Permit(0);

  private final QuotaMeter[] meters;
  private final Block[] blocks;
  private int taken;

  Permit(int most) {
    this.meters = new QuotaMeter[most];
    this.blocks = new Block[most];
  }

  void add(QuotaMeter meter, Block block) {
    meters[taken] = meter;
    blocks[taken] = block;
    taken++;
  }

  /** Whether no quota applied, so that there is nothing to give back. */
  public boolean isFree() {
    return taken == 0;
  }

  /** The last moment at which the mail may begin. */
  public Instant goodUntil() {
    long until = Long.MAX_VALUE;
    for (int i = 0; i < taken; i++) {
      until = Math.min(until, blocks[i].until());
    }
    return until == Long.MAX_VALUE ? Instant.MAX : QuotaRule.instant(until);
  }

  /** Gives back what it holds; a second time there is nothing left to give. */
  void giveBack() {
    while (taken > 0) {
      taken--;
      meters[taken].giveBack(blocks[taken]);
    }
  }
}
