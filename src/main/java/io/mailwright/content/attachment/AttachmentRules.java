package io.mailwright.content.attachment;

import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decodes the attachments of a template and refuses those that mail cannot carry as they are.
 * Errors name the field as the outside contract does: {@code attachments[0].base64}.
 */
public final class AttachmentRules {
  /** All attachments of a template together, decoded: 10 MiB. */
  public static final int MOST_BYTES = 10 * 1024 * 1024;

  /** Attachments of one template. */
  public static final int MOST_FILES = 50;

  /** Longest file name in UTF-16 units; file systems of recipients take no more. */
  public static final int LONGEST_NAME = 200;

  /** {@code type/subtype} of RFC 6838 names, with RFC 2045 parameters as tokens or quoted. */
  private static final Pattern CONTENT_TYPE =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
              + "( *; *[A-Za-z0-9_.-]{1,60}=([A-Za-z0-9_.+-]{1,100}|\"[ !#-\\[\\]-~]{0,100}\"))"
              + "{0,5}");

  /** A Content-ID's inside (RFC 2392), kept to characters that need no quoting anywhere. */
  private static final Pattern INLINE_ID = Pattern.compile("[A-Za-z0-9._+@-]{1,100}");

  private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]+");

  private AttachmentRules() {}

  /**
   * Decodes and checks.
   *
   * @return the attachments in the same order
   * @throws MailwrightException {@link ErrorCode#ATTACHMENT_NOT_USABLE} with the field's name, for
   *     the first that breaks a rule
   */
  public static List<RenderedAttachment> accept(List<AttachmentUpload> uploads) {
    if (uploads.size() > MOST_FILES) {
      throw refused(
          "attachments", "There are " + uploads.size() + " files; at most " + MOST_FILES + ".");
    }
    List<RenderedAttachment> accepted = new ArrayList<>();
    Set<String> inlineIds = new HashSet<>();
    long total = 0;
    for (int i = 0; i < uploads.size(); i++) {
      AttachmentUpload upload = uploads.get(i);
      String field = "attachments[" + i + "]";
      name(upload.name(), field + ".name");
      contentType(upload.contentType(), field + ".contentType");
      upload.inlineId().ifPresent(id -> inlineId(id, inlineIds, field + ".inlineId"));
      byte[] bytes = decode(upload.base64(), field + ".base64");
      total += bytes.length;
      if (total > MOST_BYTES) {
        throw tooLarge();
      }
      accepted.add(
          new RenderedAttachment(upload.name(), upload.contentType(), bytes, upload.inlineId()));
    }
    return List.copyOf(accepted);
  }

  private static void name(String name, String field) {
    if (name.isBlank()) {
      throw refused(field, "A file name is missing.");
    }
    if (name.length() > LONGEST_NAME) {
      throw refused(
          field, "The file name has " + name.length() + " characters; at most " + LONGEST_NAME);
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      int type = Character.getType(c);
      if (c == '/' || c == '\\') {
        throw refused(field, "A file name must not hold a path. Remove \"" + (char) c + "\".");
      }
      if (type == Character.CONTROL
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR
          || type == Character.SURROGATE) {
        throw refused(
            field, "The file name holds a control character, U+%04X. Remove it.".formatted(c));
      }
      // Overrides of direction make "gpj.exe" look like "exe.jpg" (UTR 36 section 2.10.2).
      if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
        throw refused(
            field,
            "The file name holds a direction override, U+%04X, which hides its real ending."
                .formatted(c));
      }
      i += Character.charCount(c);
    }
    if (name.equals(".") || name.equals("..")) {
      throw refused(field, "\"" + name + "\" is a folder, not a file name.");
    }
  }

  private static void contentType(String contentType, String field) {
    if (!CONTENT_TYPE.matcher(contentType).matches()) {
      throw refused(field, "This is no media type. Write it like application/pdf.");
    }
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("multipart/") || type.startsWith("message/")) {
      throw refused(field, "A file cannot be " + type.substring(0, type.indexOf('/')) + "/….");
    }
  }

  private static void inlineId(String id, Set<String> taken, String field) {
    if (!INLINE_ID.matcher(id).matches()) {
      throw refused(
          field,
          "An inlineId has 1 to 100 letters, digits and . _ + @ - without angle brackets, like"
              + " logo or logo@example.com.");
    }
    if (!taken.add(id)) {
      throw refused(field, "Another attachment has the inlineId \"" + id + "\" already.");
    }
  }

  private static byte[] decode(String base64, String field) {
    // A limit before decoding too, so that a huge upload is not held twice; lines of 76 add 1/38.
    if (base64.length() > MOST_BYTES / 3L * 4 / 38 * 40) {
      throw tooLarge();
    }
    String packed = SPACE.matcher(base64).replaceAll("");
    if (packed.isEmpty()) {
      throw refused(field, "The file is empty.");
    }
    try {
      return Base64.getDecoder().decode(packed);
    } catch (IllegalArgumentException malformed) {
      throw refused(field, explain(packed));
    }
  }

  private static String explain(String packed) {
    if (packed.startsWith("data:")) {
      return "This is a data: URL. Send only what follows the comma.";
    }
    for (int i = 0; i < packed.length(); i++) {
      char c = packed.charAt(i);
      if (c == '-' || c == '_') {
        return "This is URL-safe Base64. Use + and / (RFC 4648 section 4).";
      }
      boolean letter = c < 0x80 && (Character.isLetterOrDigit(c) || c == '+' || c == '/');
      if (!letter && c != '=') {
        return "The character at offset %d, U+%04X, is not Base64.".formatted(i, (int) c);
      }
    }
    return packed.length() % 4 == 0
        ? "The padding (=) stands in the wrong place."
        : "The Base64 is cut off: its length without white space, "
            + packed.length()
            + ", is no multiple of 4.";
  }

  private static MailwrightException tooLarge() {
    return refused(
        "attachments",
        "The attachments are larger than "
            + MOST_BYTES / 1024 / 1024
            + " MB together, which many servers refuse. Link to the file instead.");
  }

  private static MailwrightException refused(String field, String detail) {
    return MailwrightException.ofField(ErrorCode.ATTACHMENT_NOT_USABLE, field, detail);
  }
}
