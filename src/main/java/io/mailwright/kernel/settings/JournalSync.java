package io.mailwright.kernel.settings;

/** When what the journal notes has to be on the disk. */
public enum JournalSync {
  /** When the operating system writes it: survives the end of the process, not of the machine. */
  NONE,
  /** Before the dot, for all workers' notes together: survives the loss of power too. */
  GROUP
}
