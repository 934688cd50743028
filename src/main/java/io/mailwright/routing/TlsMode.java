package io.mailwright.routing;

/** How a connection to a server is secured. */
public enum TlsMode {
  /** Not at all. */
  NONE,
  /** By STARTTLS on the plain port (RFC 3207). */
  STARTTLS,
  /** From the first byte (RFC 8314), usually on port 465. */
  TLS
}
