package io.mailwright.campaign;

import io.mailwright.kernel.text.Wording;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a campaign is doing, and what may follow.
 *
 * <p>Two ways look odd and are meant: a completed campaign can go back to waiting, when a person
 * decides to send again what was in doubt; and a paused, interrupted or failed one goes back to
 * scheduled when it had not started.
 */
public enum CampaignState {
  /** Being written; nothing is frozen. */
  DRAFT("draft", "草稿"),
  /** Starts by itself, once at a time or again and again. */
  SCHEDULED("scheduled", "已排期"),
  /** Freezing template and audience. */
  PREPARING("preparing", "准备中"),
  /** Workers are sending. */
  RUNNING("running", "发送中"),
  /** Nothing is due now; a timer goes on. */
  WAITING("waiting", "等待中"),
  /** Stopped by a person. */
  PAUSED("paused", "已暂停"),
  /** Stopped by a crash or a shut-down. */
  INTERRUPTED("interrupted", "已中断"),
  /** Every recipient is settled or in doubt. */
  COMPLETED("completed", "已完成"),
  /** Ended by a person before it was complete. */
  CANCELLED("cancelled", "已取消"),
  /** A step failed on its own. */
  FAILED("failed", "已失败");

  private final Wording wording;

  CampaignState(String english, String chinese) {
    this.wording = new Wording(english, chinese);
  }

  /** The state for people. */
  public Wording wording() {
    return wording;
  }

  /** The states that may follow this one. */
  public Set<CampaignState> next() {
    return switch (this) {
      case DRAFT -> EnumSet.of(SCHEDULED, PREPARING, CANCELLED);
      case SCHEDULED -> EnumSet.of(DRAFT, PREPARING, PAUSED, CANCELLED);
      case PREPARING, RUNNING ->
          EnumSet.of(RUNNING, WAITING, PAUSED, INTERRUPTED, COMPLETED, CANCELLED, FAILED);
      case WAITING -> EnumSet.of(RUNNING, PAUSED, INTERRUPTED, COMPLETED, CANCELLED, FAILED);
      case PAUSED, INTERRUPTED, FAILED ->
          EnumSet.of(SCHEDULED, PREPARING, RUNNING, WAITING, CANCELLED);
      case COMPLETED -> EnumSet.of(WAITING);
      case CANCELLED -> EnumSet.noneOf(CampaignState.class);
    };
  }

  /** Whether the other may follow this one. */
  public boolean mayBecome(CampaignState other) {
    return next().contains(other);
  }

  /** The states that the other may follow. */
  public static Set<CampaignState> before(CampaignState other) {
    return Arrays.stream(values())
        .filter(state -> state.mayBecome(other))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(CampaignState.class)));
  }

  /** Whether an execution is at work for it. */
  public boolean isAtWork() {
    return this == PREPARING || this == RUNNING;
  }

  /** Whether it has ended and needs its lists no more. */
  public boolean isOver() {
    return this == COMPLETED || this == CANCELLED;
  }

  /** The states in which it is over. */
  public static Set<CampaignState> over() {
    return Arrays.stream(values())
        .filter(CampaignState::isOver)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(CampaignState.class)));
  }

  /** Whether everything about it can still be edited. */
  public boolean isEditable() {
    return this == DRAFT || this == SCHEDULED;
  }

  /** What a person or a script can ask for, each with the states that allow it. */
  public enum Action {
    START(EnumSet.of(DRAFT, SCHEDULED)),
    PAUSE(EnumSet.of(PREPARING, RUNNING, WAITING, SCHEDULED)),
    RESUME(EnumSet.of(PAUSED, INTERRUPTED, FAILED)),
    CANCEL(EnumSet.complementOf(EnumSet.of(COMPLETED, CANCELLED)));

    private final Set<CampaignState> from;

    Action(Set<CampaignState> from) {
      this.from = from;
    }

    /** The states that allow it; in any other it is refused with 409. */
    public Set<CampaignState> from() {
      return EnumSet.copyOf(from);
    }
  }
}
