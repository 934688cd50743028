package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;

/** Why the product does not start, in one line for people: number, what happened, what to do. */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param code the number, one of the range 1800
   * @param detail what happened and what to do; line breaks become blanks
   */
  StartFailure(ErrorCode code, String detail) {
    super(detail);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }

  /** {@code MW-1805 …} in exactly one line. */
  String line() {
    return code.label() + " " + getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
