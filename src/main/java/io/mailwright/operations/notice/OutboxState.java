package io.mailwright.operations.notice;

/**
 * Where something in the outbox stands. WAITING → SENDING → (mail only) AT_DOT → SENT, IN_DOUBT or
 * FAILED; back to WAITING when it is to be tried again.
 */
public enum OutboxState {
  /** To be tried when its time has come. */
  WAITING,
  /** In somebody's hands; no server can have taken it yet. */
  SENDING,
  /** The mail's end may have been written: from here on a crash leaves it in doubt. */
  AT_DOT,
  /** Taken. */
  SENT,
  /** May have been taken. It is not sent again unless a person says so. */
  IN_DOUBT,
  /** Given up. */
  FAILED;

  /** Whether nothing more is done about it without a person. */
  public boolean isOver() {
    return this == SENT || this == IN_DOUBT || this == FAILED;
  }
}
