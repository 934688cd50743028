package io.mailwright.content.program;

import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.util.Base64;
import java.util.regex.Pattern;

/** A file as a body part: header, empty line, base64 (RFC 2183, RFC 2392, RFC 2231). */
final class AttachmentPart {
  private static final Pattern CONTENT_ID = Pattern.compile("[\\w.!#$%&'*+/=?^`{|}~@-]{1,200}");
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,200}";
  private static final String PARAMETER =
      "\\s*;\\s*" + TOKEN + "=(?:" + TOKEN + "|\"[ !#-\\[\\]-~]*\")";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(TOKEN + "/" + TOKEN + "(?:" + PARAMETER + ")*");
  private static final Pattern NAME =
      Pattern.compile("(?i)\\s*;\\s*name=(?:" + TOKEN + "|\"[^\"]*\")");

  private AttachmentPart() {}

  /**
   * Adds a file.
   *
   * @throws MailwrightException {@link ErrorCode#UNSAFE_HEADER} if its name, type or Content-ID
   *     would break the header
   */
  static void encode(RenderedAttachment file, Octets out) {
    HeaderLine.require("Content-Disposition", file.name());
    boolean inline = file.inlineId().isPresent();
    // Old clients read the name in the type and not in the disposition.
    out.add("Content-Type: " + mediaType(file) + FileNameParameter.of("name", file.name()));
    out.add("\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: ");
    out.add(inline ? "inline" : "attachment");
    out.add(FileNameParameter.of("filename", file.name())).add("\r\n");
    if (inline) {
      out.add("Content-ID: <" + contentId(file.inlineId().get()) + ">\r\n");
    }
    out.add("\r\n").add(Base64.getMimeEncoder().encode(file.bytes()));
  }

  private static String mediaType(RenderedAttachment file) {
    if (!MEDIA_TYPE.matcher(file.contentType()).matches()) {
      throw unsafe("The media type of an attachment is not of the form type/subtype in ASCII.");
    }
    return NAME.matcher(file.contentType()).replaceAll("").replaceAll("\\s*;\\s*", ";\r\n\t");
  }

  private static String contentId(String id) {
    if (!CONTENT_ID.matcher(id).matches()) {
      throw unsafe("The Content-ID of an inline attachment is not plain ASCII.");
    }
    return id;
  }

  private static MailwrightException unsafe(String what) {
    return new MailwrightException(
        ErrorCode.UNSAFE_HEADER, what + " No mail was made. Change it in the template.");
  }
}
