package io.mailwright.content.render;

import java.util.List;

/**
 * A template made ready once, to be rendered for any number of recipients.
 *
 * <p>Thread-safe: all workers of a campaign share one. Rendering touches no database and no file.
 */
public interface CompiledTemplate {

  /** The template's name, for messages. */
  String name();

  /** The files that go along with every mail. */
  List<RenderedAttachment> attachments();

  /**
   * Fills in one recipient's values. A variable the recipient lacks renders as nothing.
   *
   * @param recipient whose values to use
   * @return the mail; its attachments are the template's own, shared by all recipients
   * @throws RenderFailure if this recipient's values take the mail over a limit or a helper cannot
   *     work with them; other recipients are not affected
   */
  RenderedMail render(Recipient recipient);
}
