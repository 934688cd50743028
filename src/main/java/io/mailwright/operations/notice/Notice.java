package io.mailwright.operations.notice;

import java.time.Instant;
import java.util.Optional;

/**
 * Something a person should know.
 *
 * @param level {@code info}, {@code warning} or {@code error}
 * @param kind a stable name: {@code campaign-completed}, {@code campaign-failed}, {@code
 *     campaign-paused}, {@code campaign-interrupted}, {@code schedule-missed} …
 * @param times how often it was said, where the same within a while counts as one
 */
public record Notice(
    long id,
    Instant at,
    String level,
    String kind,
    Optional<Long> campaignId,
    Optional<Long> executionId,
    String subject,
    String body,
    boolean isRead,
    int times) {
  /** The console's page about it, with a slash first. */
  public String path() {
    return campaignId
        .map(id -> "/campaign?id=" + id)
        .or(() -> executionId.map(id -> "/execution?id=" + id))
        .orElse("/");
  }
}
