package io.mailwright.delivery.courier;

/** How a connection is secured. */
public enum TlsMode {
  /** Not at all. */
  NONE,
  /** By STARTTLS on the plain port (RFC 3207). */
  STARTTLS,
  /** From the first byte (RFC 8314), usually port 465. */
  TLS;
}
