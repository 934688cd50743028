package io.mailwright.feedback.reader;

import java.time.Instant;
import java.util.Optional;

/**
 * A mail was shown, or one of its links followed.
 *
 * @param link the link's number in the template, or {@link #SHOWN}
 * @param signs the bits of each {@link MachineSign} that it has; 0: likely a person
 * @param reader what is kept of where the reader is; nothing in privacy mode
 */
record ReaderVisit(
    long campaignId, long deliveryId, int link, Instant at, int signs, Optional<String> reader) {
  /** In place of a link: the mail was shown. */
  static final int SHOWN = 0;

  boolean isClick() {
    return link != SHOWN;
  }

  boolean isByMachine() {
    return signs != 0;
  }

  ReaderVisit with(MachineSign sign) {
    return new ReaderVisit(campaignId, deliveryId, link, at, signs | sign.bit(), reader);
  }
}
