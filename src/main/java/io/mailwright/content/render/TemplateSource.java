package io.mailwright.content.render;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A template as its author wrote it. It may hold mistakes: checking and compiling find them.
 *
 * @param name how people call the template; used in messages only
 * @param subject the subject line with {@code {{variables}}}
 * @param html the HTML body with {@code {{variables}}}
 * @param text the plain text body with {@code {{variables}}}; empty: it is derived from the HTML
 * @param attachments the files that go along, already decoded and checked
 */
public record TemplateSource(
    String name,
    String subject,
    String html,
    Optional<String> text,
    List<RenderedAttachment> attachments) {

  /** Checks for nulls. */
  public TemplateSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(html, "html");
    Objects.requireNonNull(text, "text");
    attachments = List.copyOf(attachments);
  }
}
