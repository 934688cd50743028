package io.mailwright.kernel.settings;

/** Who restarts what a crash interrupted. */
public enum RecoveryMode {
  /** A person, after seeing what will be sent. */
  MANUAL,
  /** The product itself. */
  AUTO
}
