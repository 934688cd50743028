package io.mailwright.delivery.courier;

/**
 * What a server said that it can take, in its answer to EHLO.
 *
 * @param sizeLimit octets of a mail (RFC 1870); 0 if it said nothing of it
 * @param smtpUtf8 whether addresses may be other than ASCII (RFC 6531)
 */
public record ServerOffer(long sizeLimit, boolean smtpUtf8) {
  /** Whether it takes such a mail, as far as it said. */
  public boolean takes(long size, boolean needsSmtpUtf8) {
    return (sizeLimit == 0 || size <= sizeLimit) && (smtpUtf8 || !needsSmtpUtf8);
  }
}
