package io.mailwright.content.attachment;

import java.util.Objects;
import java.util.Optional;

/**
 * A file as a caller sent it, not yet checked.
 *
 * @param name the file name
 * @param contentType the media type
 * @param base64 the content in Base64 (RFC 4648 section 4); white space in it is ignored
 * @param inlineId the Content-ID for {@code cid:} links; empty for an ordinary attachment
 */
public record AttachmentUpload(
    String name, String contentType, String base64, Optional<String> inlineId) {

  /** Refuses nulls; a caller that left a field out passes an empty text. */
  public AttachmentUpload {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(base64, "base64");
    Objects.requireNonNull(inlineId, "inlineId");
  }
}
