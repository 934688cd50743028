package io.mailwright.feedback.reader;

/**
 * How often something was done. Who was seen as a person once and as a machine another time is in
 * both.
 *
 * @param people recipients, each once, for whom a person likely did it
 * @param byPeople all events of that kind
 * @param machines recipients, each once, for whom a machine likely did it
 * @param byMachines all events of that kind
 */
public record ReaderCount(long people, long byPeople, long machines, long byMachines) {
  static final ReaderCount NONE = new ReaderCount(0, 0, 0, 0);

  ReaderCount plus(ReaderCount other) {
    return new ReaderCount(
        people + other.people,
        byPeople + other.byPeople,
        machines + other.machines,
        byMachines + other.byMachines);
  }
}
