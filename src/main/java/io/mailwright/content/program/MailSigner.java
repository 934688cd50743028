package io.mailwright.content.program;

import java.util.List;

/** Signs mails in the name of a domain. Thread-safe. */
@FunctionalInterface
public interface MailSigner {
  /**
   * Signs one mail.
   *
   * @param header the header fields, each ended by CR LF, without the empty line after them
   * @param body the runs of octets after that line, as they will go over the wire before
   *     dot-stuffing; not to be changed
   * @return one or more header fields, folded and each ended by CR LF, to stand before all others
   */
  byte[] sign(byte[] header, List<byte[]> body);
}
