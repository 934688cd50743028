package io.mailwright.feedback.reader;

import java.time.Instant;
import java.util.Optional;

/** What visits come to, of one mail and link. Not thread-safe. */
final class EngagementSum {
  private final long campaignId;
  private final Instant first;
  private Instant last;
  private Optional<Instant> firstHuman = Optional.empty();
  private Optional<Instant> firstMachine = Optional.empty();
  private Optional<String> reader = Optional.empty();
  private int human;
  private int machine;
  private int signs;

  EngagementSum(ReaderVisit visit) {
    this.campaignId = visit.campaignId();
    this.first = visit.at();
    this.last = visit.at();
  }

  void add(ReaderVisit visit) {
    last = visit.at();
    signs |= visit.signs();
    if (visit.isByMachine()) {
      machine++;
      firstMachine = firstMachine.or(() -> Optional.of(visit.at()));
    } else {
      human++;
      firstHuman = firstHuman.or(() -> Optional.of(visit.at()));
      reader = reader.or(visit::reader);
    }
  }

  long campaignId() {
    return campaignId;
  }

  Instant first() {
    return first;
  }

  Instant last() {
    return last;
  }

  Optional<Instant> firstHuman() {
    return firstHuman;
  }

  Optional<Instant> firstMachine() {
    return firstMachine;
  }

  /** Where the first person was. */
  Optional<String> reader() {
    return reader;
  }

  int human() {
    return human;
  }

  int machine() {
    return machine;
  }

  int signs() {
    return signs;
  }
}
