package io.mailwright.operations.schedule;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the schedules and what became of their times. Each method is a transaction, or takes part
 * in the caller's, unless it says that it runs by itself.
 */
public interface ScheduleRepository {
  /** The schedule with this id. */
  Optional<Schedule> find(long id);

  /**
   * The schedule with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Schedule get(long id);

  /** A page by id. */
  Page<Schedule> page(PageRequest request);

  /**
   * Plans a job. A campaign that was not started and is to be sent by it becomes *scheduled*, until
   * no schedule sends it any more.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#INVALID_FIELD} for a
   *     campaign that does not exist
   */
  Schedule create(ScheduleDraft draft);

  /**
   * Plans it otherwise; the next time of another calendar is counted from now.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#INVALID_FIELD}
   */
  Schedule change(long id, Revision expected, ScheduleDraft draft);

  /** Whether a schedule that fires sends copies of this campaign. */
  boolean sendsCopiesOf(long campaignId);

  /** Lets no schedule of this campaign fire any more: it was ended for good. */
  void turnOffFor(long campaignId);

  /** Removes it and the record of its times. */
  void delete(long id, Revision expected);

  /** Those that fire and whose next time has come, the longest due first, at most 100. */
  List<Schedule> due(Instant now);

  /**
   * Takes one time to fire, and sets the next: one UPDATE in a short transaction of its own, so
   * that of several nodes one wins.
   *
   * @param dueAt the time as it was read
   * @param next the time after it; empty for none
   * @return whether this call took it
   */
  boolean take(long id, Instant dueAt, Optional<Instant> next);

  /** Records what became of a time, in a short transaction of its own; a second call changes it. */
  void record(ScheduleRun run);

  /** What became of its times, newest first, at most {@code limit}. */
  List<ScheduleRun> runs(long scheduleId, int limit);
}
