package io.mailwright.kernel.error;

/** What a caller can do about an error; each kind maps to one HTTP status (RFC 9110). */
public enum ErrorKind {
  /** The request cannot be read at all (400). */
  MALFORMED(400),
  /** Nobody is logged in, or the credentials are wrong (401). */
  UNAUTHENTICATED(401),
  /** The caller's role does not allow this (403). */
  FORBIDDEN(403),
  /** There is no such thing (404). */
  NOT_FOUND(404),
  /** The address is known, this method is not for it (405). */
  METHOD_NOT_ALLOWED(405),
  /** The answer cannot be given in a type that the caller accepts (406). */
  NOT_ACCEPTABLE(406),
  /** The state does not allow it now (409). */
  CONFLICT(409),
  /** Someone else changed it meanwhile (412). */
  STALE(412),
  /** Larger than what is accepted (413). */
  TOO_LARGE(413),
  /** The body is of a type that is not read here (415). */
  MEDIA_TYPE(415),
  /** The request was understood and a value in it is not acceptable (422). */
  INVALID(422),
  /** A change must say which version it is for (428, RFC 6585). */
  PRECONDITION(428),
  /** The caller's clock or rate is the trouble (429). */
  TOO_MANY(429),
  /** A fault of ours (500). */
  INTERNAL(500),
  /** Something this needs is down; nothing is lost, try again (503). */
  UNAVAILABLE(503);

  private final int httpStatus;

  ErrorKind(int httpStatus) {
    this.httpStatus = httpStatus;
  }

  /** The HTTP status code, 400 to 599. */
  public int httpStatus() {
    return httpStatus;
  }
}
