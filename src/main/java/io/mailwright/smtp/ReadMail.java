package io.mailwright.smtp;

import io.mailwright.content.render.RenderedAttachment;
import java.util.List;
import java.util.Optional;

/**
 * A mail taken apart, as far as it can be.
 *
 * @param headers in order, decoded; at most {@link MailReader#MOST_HEADERS}
 * @param text the first text part
 * @param html the first HTML part
 * @param attachments all other parts, with the Content-ID where they have one
 */
public record ReadMail(
    List<Header> headers,
    Optional<String> text,
    Optional<String> html,
    List<RenderedAttachment> attachments) {
  /** One header line, without line breaks. */
  public record Header(String name, String value) {}

  /** Copies the lists. */
  public ReadMail {
    headers = List.copyOf(headers);
    attachments = List.copyOf(attachments);
  }
}
