package io.mailwright.audience.imports;

/** What becomes of an import in which a row was rejected. */
public enum OnError {
  /** The other rows are imported. */
  SKIP,
  /** Nothing is imported; the rejected rows are still listed. */
  ABORT
}
