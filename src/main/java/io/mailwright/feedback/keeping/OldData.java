package io.mailwright.feedback.keeping;

import java.util.OptionalLong;

/**
 * Deletes what is older than it is to be kept, in short transactions. What is left after a crash is
 * found again by the next walk. Thread-safe.
 */
public interface OldData {
  /**
   * Begins with one kind of data.
   *
   * @param kind as the job's definition names it
   * @param executionId to which what is deleted is counted
   */
  Walk walk(String kind, long executionId);

  /** One way through a kind of data; for one thread. */
  interface Walk {
    /**
     * Deletes one slice more, in a transaction of its own that also counts it.
     *
     * @return how many rows, which may be 0 in between; empty when the end is reached
     */
    OptionalLong next();
  }
}
