package io.mailwright.operations.dryrun;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found out by making mails.
 *
 * @param made mails that were made or could not be
 * @param isSample whether there are more recipients than these
 * @param problems what keeps mails from being made or sent, the most frequent first
 */
public record MailProblems(long made, boolean isSample, List<Problem> problems) {
  private static final int MOST_EXAMPLES = 10;
  private static final int MOST_REASONS = 100;

  /** What a problem is about. */
  public enum Kind {
    /** The template cannot be filled in with the values. */
    RENDER,
    /** A placeholder has no value; the mail goes without it. */
    BLANK,
    /** The address cannot be sent to. */
    ADDRESS,
    /** No server takes so large a mail. */
    SIZE,
    /** No server takes it from this sender. */
    SENDER,
    /** A server cannot be asked what it takes; counts no mails. */
    SERVER
  }

  /** A contact that has a problem. */
  public record Example(long contactId, String email) {}

  /**
   * A reason.
   *
   * @param reason in words, without values of contacts
   * @param count of the mails that were made
   * @param examples some of them
   */
  public record Problem(Kind kind, String reason, long count, List<Example> examples) {}

  /** Adds problems up. */
  static final class Tally {
    private final Map<Reason, Found> found = new LinkedHashMap<>();
    private long made;

    private record Reason(Kind kind, String words) {}

    private static final class Found {
      private long count;
      private final List<Example> examples = new ArrayList<>();
    }

    void made() {
      made++;
    }

    void add(Kind kind, String words, SampledContact contact) {
      Reason reason = new Reason(kind, words);
      if (found.size() < MOST_REASONS || found.containsKey(reason)) {
        Found same = found.computeIfAbsent(reason, r -> new Found());
        same.count++;
        if (same.examples.size() < MOST_EXAMPLES) {
          same.examples.add(new Example(contact.id(), contact.values().email()));
        }
      }
    }

    void add(String serverTrouble) {
      found.computeIfAbsent(new Reason(Kind.SERVER, serverTrouble), r -> new Found());
    }

    MailProblems told(boolean isSample) {
      return new MailProblems(
          made,
          isSample,
          found.entrySet().stream()
              .map(
                  e ->
                      new Problem(
                          e.getKey().kind(),
                          e.getKey().words(),
                          e.getValue().count,
                          List.copyOf(e.getValue().examples)))
              .sorted(Comparator.comparingLong(Problem::count).reversed())
              .toList());
    }
  }
}
