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
 * @param servers how many servers its pool has
 * @param bytes size of the whole mail of one real recipient as it is sent, headers, encoding and
 *     signature included; of the parts alone if the mail cannot be made
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
    int servers,
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

  /** Whether a start makes sense: there is somebody, something and a way to send. */
  public boolean isStartable() {
    return willSend() > 0 && usable && servers > 0;
  }
}
