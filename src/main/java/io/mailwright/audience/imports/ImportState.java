package io.mailwright.audience.imports;

/** Where an import stands. */
public enum ImportState {
  /** Nothing was read yet. */
  WAITING,
  /** Rows are read and wait; the list is as it was. */
  READING,
  /** All rows are read and the list is being changed. */
  APPLYING,
  /** The list holds all rows that were not rejected. */
  COMPLETED,
  /** Rows were rejected and the import was to be all or nothing: the list is as it was. */
  ABORTED,
  /** The file cannot be read; the list is as it was. */
  FAILED,
  /**
   * Nothing works on it now, by a crash, a stop or an error; a restart of its execution goes on.
   */
  INTERRUPTED,
  /** Somebody gave it up before it was complete; what is in the list stays there. */
  ABANDONED;

  /** Whether the file will not be read again. */
  public boolean isFinal() {
    return this == COMPLETED || this == ABORTED || this == ABANDONED;
  }
}
