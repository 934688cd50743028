package io.mailwright.operations.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The page of numbers before a campaign starts.
 *
 * @param contacts rows of its lists
 * @param duplicates rows whose address stands in another row too
 * @param suppressed addresses that get nothing
 * @param unknownVariables names the template uses that the first contacts do not have
 * @param usable whether the template has no error
 * @param bytes size of the template with its attachments, as sent in Base64
 * @param links links in the HTML
 * @param lists names of the lists
 * @param atLeast how long it takes at least; empty without an interval
 */
public record LaunchNumbers(
    long contacts,
    long duplicates,
    long suppressed,
    Set<String> unknownVariables,
    boolean usable,
    long bytes,
    long links,
    List<String> lists,
    String template,
    String pool,
    Optional<Duration> atLeast) {

  /** Addresses that would get a mail. */
  public long willSend() {
    return contacts - duplicates - suppressed;
  }
}
