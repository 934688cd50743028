package io.mailwright.operations.schedule;

/** What becomes of times that passed while nobody could start the job. */
public enum Misfire {
  /** Nothing. */
  SKIP,
  /** It runs once, late. */
  RUN,
  /** A notice asks a person. */
  ASK
}
