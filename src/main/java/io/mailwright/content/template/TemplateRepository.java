package io.mailwright.content.template;

import io.mailwright.content.render.TemplateSource;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.List;
import java.util.Optional;

/**
 * Keeps templates and their versions. Each method is a transaction, or takes part in the caller's.
 * Whether a template makes sense is checked before it comes here; a draft with mistakes may be
 * kept.
 */
public interface TemplateRepository {
  /** The template with this id. */
  Optional<Template> find(long id);

  /**
   * The template with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Template get(long id);

  /** A page by id. */
  Page<Template> page(PageRequest request);

  /** All versions without attachments, newest first. */
  List<TemplateVersion> versions(long templateId);

  /**
   * One version as it can be checked and compiled, with its attachments.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  TemplateSource source(long templateId, int no);

  /**
   * The newest version.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  TemplateSource current(long templateId);

  /**
   * Makes a template with its first version.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#INVALID_FIELD}, {@link
   *     ErrorCode#NAME_TAKEN}
   */
  Template create(TemplateSource source);

  /**
   * Saves what it says now as a new version, and its name. Frozen campaigns keep the old version.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#NAME_TAKEN}
   */
  Template save(long id, Revision expected, TemplateSource source);

  /**
   * Removes a template with all versions.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STILL_IN_USE} while a
   *     campaign uses it
   */
  void delete(long id, Revision expected);
}
