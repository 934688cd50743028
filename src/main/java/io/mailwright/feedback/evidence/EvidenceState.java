package io.mailwright.feedback.evidence;

/** How far the handling of a mail that came back is. Codes are stored and never change. */
public enum EvidenceState {
  /** Nothing was done yet, or not all. */
  STORED(1),
  /** All was done that there is to do. */
  DONE(2),
  /** It could not be handled; a person has to look. */
  QUARANTINED(3);

  private final int code;

  EvidenceState(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static EvidenceState ofCode(int code) {
    for (EvidenceState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of a returned mail has the code " + code);
  }
}
