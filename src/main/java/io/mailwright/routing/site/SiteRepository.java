package io.mailwright.routing.site;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Revision;
import java.util.List;

/**
 * Keeps the table of sites: those that are built in, and what people added or changed. Each method
 * is a transaction, or takes part in the caller's.
 */
public interface SiteRepository {
  /** All, by name. */
  List<Site> all();

  /**
   * The site of this name.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Site get(String name);

  /**
   * Adds a site.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NAME_TAKEN}, also by
   *     one that is built in; {@link ErrorCode#INVALID_FIELD} when it names neither a domain nor an
   *     exchanger, or what another site that people made names
   */
  Site create(SiteDraft draft);

  /**
   * Changes a site. One that is built in is covered by the change until {@link #delete} takes that
   * away; with neither domains nor exchangers it is switched off.
   *
   * @param draft its name must be {@code name}
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}, {@link
   *     ErrorCode#STALE_VERSION}, {@link ErrorCode#INVALID_FIELD}
   */
  Site change(String name, Revision expected, SiteDraft draft);

  /**
   * Removes what people made: a site that they added is gone, one that is built in is as it was.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}, {@link
   *     ErrorCode#STALE_VERSION}, {@link ErrorCode#STILL_IN_USE} for one that is built in and
   *     unchanged
   */
  void delete(String name, Revision expected);
}
