package io.mailwright.feedback.keeping;

import java.util.OptionalLong;

/** Deletes what is older than it is to be kept, in short transactions. Thread-safe. */
public interface OldData {
  /** Where a walk begins that none was before. */
  String START = "";

  /**
   * Goes through one kind of data.
   *
   * @param kind as the job's definition names it
   * @param executionId to which what is deleted is counted
   * @param position where an earlier walk was, or {@link #START}
   */
  Walk walk(String kind, long executionId, String position);

  /** One way through a kind of data; for one thread. */
  interface Walk {
    /**
     * Deletes one slice more, in a transaction of its own that also counts it.
     *
     * @return how many rows, which may be 0 in between; empty when the end is reached
     */
    OptionalLong next();

    /** Whether the end is reached. */
    boolean isAtEnd();

    /**
     * Where it is. One that is too early does no harm, since what is gone is not found again; what
     * became old behind it is left to the next walk from the start.
     */
    String position();
  }
}
