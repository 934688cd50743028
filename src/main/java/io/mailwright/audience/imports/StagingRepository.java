package io.mailwright.audience.imports;

import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.ValidRow;
import java.util.List;
import java.util.Optional;

/**
 * What the import job does, step by step. Every method is one transaction of its own and may be
 * done again after a crash: the position up to which rows are stored is written with the rows, and
 * is the truth. A batch checkpoint is not, because the runtime moves it ahead of rows still to be
 * written whenever a row is skipped.
 *
 * <p>One job works on an import at a time. Methods throw {@link StoreUnavailable} if trying again
 * may help.
 */
public interface StagingRepository {
  /**
   * Begins to read, or goes on after a stop: forgets what lies behind the stored position.
   *
   * @return where to go on, line 0 for the beginning; empty if all is read already
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND} if there is no such
   *     import
   */
  Optional<RowPosition> begin(long importId);

  /** Notes the encoding for people, at most 40 characters. */
  void noteEncoding(long importId, String encoding);

  /**
   * Notes why the import failed. While its file was read it is FAILED, and a restart may still go
   * on; a list that is being changed is changed on by a restart, so there it is INTERRUPTED.
   * Nothing changes once it has ended or failed.
   */
  void fail(long importId, String message);

  /**
   * Notes that nothing works on it now, and why; a restart goes on. Nothing changes once it has
   * ended or failed.
   */
  void interrupt(long importId, String message);

  /**
   * Ends an import that nobody will go on with, and forgets the rows that wait; the list stays as
   * it is now. Nothing changes once it has ended.
   */
  void abandon(long importId, String message);

  /**
   * Stores rows in the order of the file, and the rejects among them. A row whose address an
   * earlier line has is recorded as rejected instead.
   *
   * @param rows may be empty
   * @param rejects may be empty; a line that is recorded already is left as it is
   * @param upTo everything before this is stored or rejected now
   */
  void stage(long importId, List<ValidRow> rows, List<Rejection> rejects, RowPosition upTo);

  /**
   * Records rejects ahead of rows still to be stored: after a stop they are read again.
   *
   * @param rejects a line that is recorded already is left as it is
   */
  void reject(long importId, List<Rejection> rejects);

  /** Decides, once all is read, whether the list is changed. */
  void finishReading(long importId);

  /**
   * Changes the list by the next waiting rows: new addresses are added, known ones updated. A value
   * the file does not have stays as it was.
   *
   * @param rows how many at most
   * @return false when none is left and the import has ended
   */
  boolean apply(long importId, int rows);
}
