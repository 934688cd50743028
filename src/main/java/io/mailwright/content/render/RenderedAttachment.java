package io.mailwright.content.render;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that goes along with every mail of a template. One instance is shared by all recipients.
 *
 * @param name the file name shown to the recipient; no path and no control characters
 * @param contentType a media type such as {@code application/pdf} (RFC 2045 section 5.1)
 * @param bytes the decoded content; shared and never to be changed by whoever reads it
 * @param inlineId the Content-ID without angle brackets by which the HTML shows it ({@code
 *     cid:logo}); empty for an ordinary attachment
 */
public record RenderedAttachment(
    String name, String contentType, byte[] bytes, Optional<String> inlineId) {

  /** Takes the array as it is: copying megabytes for each reader is what this type avoids. */
  public RenderedAttachment {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(inlineId, "inlineId");
  }

  /** Two attachments are equal when their content is, whichever array holds it. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RenderedAttachment that
        && name.equals(that.name)
        && contentType.equals(that.contentType)
        && inlineId.equals(that.inlineId)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, contentType, inlineId, Arrays.hashCode(bytes));
  }

  /** Name, type and size; never the content. */
  @Override
  public String toString() {
    return "RenderedAttachment[" + name + ", " + contentType + ", " + bytes.length + " bytes]";
  }
}
