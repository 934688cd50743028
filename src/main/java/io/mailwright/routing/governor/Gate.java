package io.mailwright.routing.governor;

/**
 * One of the limits that every mail passes. Thread-safe; where nothing is limited, an answer costs
 * next to nothing.
 */
public interface Gate {
  /** Takes a permit for one mail, or says what keeps it back; nothing was taken then. */
  GateAnswer take(Ask ask);
}
