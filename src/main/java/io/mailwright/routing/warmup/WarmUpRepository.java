package io.mailwright.routing.warmup;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;

/**
 * Keeps the plans. Each method is a transaction, or takes part in the caller's. What is changed
 * acts within two seconds.
 */
public interface WarmUpRepository {
  /**
   * The plan with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  WarmUpPlan get(long id);

  /** A page by id. */
  Page<WarmUpPlan> page(PageRequest request);

  /**
   * Makes a plan; its first day is the first on which a mail goes.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#INVALID_FIELD} where
   *     the route has a plan for the site already
   */
  WarmUpPlan create(WarmUpDraft draft);

  /**
   * Changes steps and limits; how far the plan is stays.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#INVALID_FIELD} for another route or site
   */
  WarmUpPlan change(long id, Revision expected, WarmUpDraft draft);

  /** Keeps a plan from growing, or lets it grow again. */
  WarmUpPlan hold(long id, boolean isHeld);

  /** Removes a plan with its days: the route has no limit by warm-up then. */
  void delete(long id, Revision expected);
}
