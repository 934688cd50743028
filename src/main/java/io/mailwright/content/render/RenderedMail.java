package io.mailwright.content.render;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One recipient's mail, filled in but not yet encoded.
 *
 * @param subject one line of Unicode text without control characters; may be empty
 * @param html the HTML body with the recipient's values escaped; lines end in LF
 * @param text the plain text body, lines ending in LF; empty where neither the template nor its
 *     HTML yields any text
 * @param attachments the template's attachments; the same list and the same objects for every
 *     recipient
 */
public record RenderedMail(
    String subject, String html, Optional<String> text, List<RenderedAttachment> attachments) {

  /** Checks for nulls; an unmodifiable list is kept as it is, not copied. */
  public RenderedMail {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(html, "html");
    Objects.requireNonNull(text, "text");
    attachments = List.copyOf(attachments);
  }
}
