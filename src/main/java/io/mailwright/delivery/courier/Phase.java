package io.mailwright.delivery.courier;

/** How far a session or a mail had come, in order. */
public enum Phase {
  /** The local address that the connection is to leave from: this machine does not have it. */
  SOURCE,
  /** Up to the server's greeting. */
  CONNECT,
  /** STARTTLS or the handshake, and the check of the certificate. */
  TLS,
  /** EHLO or HELO. */
  EHLO,
  /** The log-in. */
  AUTH,
  /** MAIL FROM. */
  MAIL,
  /** RCPT TO. */
  RCPT,
  /** DATA and the content up to, but without, the final dot. */
  DATA,
  /** The final dot was written, in whole or in part. */
  DOT;
}
