package io.mailwright.operations.caught;

import io.mailwright.content.render.RenderedAttachment;
import java.util.List;
import java.util.Optional;

/**
 * A caught mail, opened.
 *
 * @param mail what the list says of it
 * @param envelopeSender where bounces would go
 * @param headers "name: value", decoded, in order
 * @param source the message as it came, bytes as Latin-1 where they are no UTF-8
 */
public record OpenedMail(
    CaughtMail mail,
    String envelopeSender,
    List<String> headers,
    Optional<String> text,
    Optional<String> html,
    List<RenderedAttachment> attachments,
    String source) {}
