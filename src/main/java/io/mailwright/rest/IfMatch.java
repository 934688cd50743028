package io.mailwright.rest;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Revision;
import jakarta.ws.rs.HeaderParam;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The version that a change is for, from {@code If-Match} (RFC 9110 section 13.1.1). */
public class IfMatch {
  /** A tag, or what somebody sends for one. */
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"|([^\\s,\"]+)");

  /** A version, without signs and zeros in front. */
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  @HeaderParam("If-Match")
  private List<String> lines = List.of();

  /** As the server would read it. */
  public static IfMatch of(String... lines) {
    IfMatch read = new IfMatch();
    read.lines = List.of(lines);
    return read;
  }

  /** The header's lines, which are one list. */
  private String header() {
    return String.join(",", lines).strip();
  }

  /**
   * The version, which must be named.
   *
   * @throws MailwrightException {@link ErrorCode#VERSION_MISSING} (428, RFC 6585 section 3)
   */
  public Revision required() {
    if (header().isEmpty()) {
      throw new MailwrightException(
          ErrorCode.VERSION_MISSING,
          "Send If-Match with the ETag of what you read, so that nobody's change is overwritten, or"
              + " If-Match: * to change whatever is there. Nothing was changed.");
    }
    return parsed();
  }

  /** The version if it was named, else any. */
  public Revision optional() {
    return header().isEmpty() ? Revision.latest() : parsed();
  }

  private Revision parsed() {
    String header = header();
    if (header.equals("*")) {
      return Revision.latest();
    }
    Set<Integer> versions =
        TAG.matcher(header)
            .results()
            .map(tag -> tag.group(1) == null ? tag.group(2) : tag.group(1))
            .filter(tag -> VERSION.matcher(tag).matches())
            .map(Integer::valueOf)
            .collect(Collectors.toSet());
    if (versions.isEmpty()) {
      throw new MailwrightException(
          ErrorCode.STALE_VERSION,
          "If-Match names no version of this. Nothing was changed; send the ETag as it was given.");
    }
    return Revision.oneOf(versions);
  }
}
