package io.mailwright.audience.imports;

import java.time.Instant;
import java.util.Optional;

/**
 * An import with its counts, which are exact at every moment: {@code rowsRead} is all records read
 * for good, {@code rejected} those of them that were not taken; {@code imported} and {@code
 * updated} grow while the list is changed and add up to the rest at the end.
 *
 * @param id 1 or more
 * @param request what was asked
 * @param state where it stands
 * @param encoding of the file, once it is known; before that what its sender named
 * @param message why it failed, was aborted, interrupted or abandoned
 * @param endedAt when it completed, was aborted, failed or was abandoned
 */
public record ListImport(
    long id,
    NewImport request,
    ImportState state,
    Optional<String> encoding,
    Optional<String> message,
    long rowsRead,
    long imported,
    long updated,
    long rejected,
    Instant createdAt,
    Optional<Instant> endedAt) {
  /** Whether rows of it are in the list. */
  public boolean hasChangedList() {
    return imported + updated > 0;
  }

  /** Whether its file must be there to go on. */
  public boolean needsFile() {
    return switch (state) {
      case WAITING, READING, FAILED -> true;
      // The list is changed only after the last row was read.
      case INTERRUPTED -> !hasChangedList();
      case APPLYING, COMPLETED, ABORTED, ABANDONED -> false;
    };
  }
}
