package io.mailwright.rest;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Revision;
import jakarta.ws.rs.HeaderParam;

/** The version that a change is for, from {@code If-Match} (RFC 9110 section 13.1.1). */
public class IfMatch {
  @HeaderParam("If-Match")
  private String header;

  /**
   * The version, which must be named.
   *
   * @throws MailwrightException {@link ErrorCode#VERSION_MISSING} (428, RFC 6585 section 3)
   */
  Revision required() {
    if (header == null || header.isBlank()) {
      throw new MailwrightException(
          ErrorCode.VERSION_MISSING,
          "Send If-Match with the ETag of what you read, so that nobody's change is overwritten, or"
              + " If-Match: * to change whatever is there. Nothing was changed.");
    }
    return parsed();
  }

  /** The version if it was named, else any. */
  Revision optional() {
    return header == null || header.isBlank() ? Revision.latest() : parsed();
  }

  private Revision parsed() {
    String tag = header.strip();
    if (tag.equals("*")) {
      return Revision.latest();
    }
    String version = tag.replaceFirst("^W/", "").replace("\"", "");
    try {
      return Revision.of(Integer.parseInt(version));
    } catch (NumberFormatException e) {
      throw new MailwrightException(
          ErrorCode.STALE_VERSION,
          "If-Match names no version of this. Nothing was changed; send the ETag as it was given.",
          e);
    }
  }
}
