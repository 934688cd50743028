package io.mailwright.operations.timer;

/**
 * Work that comes again and again.
 *
 * @param seconds from the end of one time to the beginning of the next, 1 or more
 * @param work may throw; the next time tries anew
 * @param what it does, as the beginning of a sentence: "firing schedules"
 * @param isUrgent whether it has a thread that no other work holds up
 */
record Tick(int seconds, Runnable work, String what, boolean isUrgent) {
  /** One that shares its threads with others. */
  Tick(int seconds, Runnable work, String what) {
    this(seconds, work, what, false);
  }
}
