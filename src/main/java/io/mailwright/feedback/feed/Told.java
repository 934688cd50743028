package io.mailwright.feedback.feed;

import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.reader.ReaderAgents;
import java.util.Optional;

/**
 * What an event comes to.
 *
 * @param what empty: nothing that matters here
 * @param words the evidence
 */
record Told(Optional<FeedbackKind> what, String words, boolean isAboutSender) {
  static final Told NOTHING = new Told(Optional.empty(), "", false);

  static Told of(FeedbackKind kind, String words) {
    return new Told(Optional.of(kind), words, false);
  }

  /**
   * What a reader did; a machine's doings are nothing. Of a program without a name nobody knows.
   */
  static Told byAgent(FeedbackKind kind, String words, String agent) {
    return !agent.isBlank() && ReaderAgents.isMachine(agent) ? NOTHING : of(kind, words);
  }
}
