package io.mailwright.content.program;

import java.io.IOException;
import java.io.OutputStream;

/** A mail's header and content as it goes over the wire, before dot-stuffing (RFC 5321). */
public interface MailBody {
  /** The number of octets that {@link #writeTo} writes (RFC 1870 section 5). */
  long size();

  /** Whether a header field holds UTF-8, so that the server must offer SMTPUTF8 (RFC 6532). */
  boolean needsSmtpUtf8();

  /**
   * Writes the mail: lines ended by CR LF, at most 998 octets each. May be called again if the
   * connection had to be opened anew.
   *
   * @param out not closed and not flushed
   * @throws IOException whatever {@code out} throws
   */
  void writeTo(OutputStream out) throws IOException;
}
