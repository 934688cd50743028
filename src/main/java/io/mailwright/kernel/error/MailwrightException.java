package io.mailwright.kernel.error;

import java.util.Optional;

/**
 * An error that a person or a script is told about. Its detail says what happened, what was kept
 * and what to do; it never holds a secret.
 */
public final class MailwrightException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String field;

  /**
   * @param code the number and kind of the error
   * @param detail what happened, what was kept, what to do
   */
  public MailwrightException(ErrorCode code, String detail) {
    this(code, null, detail, null);
  }

  /**
   * @param code the number and kind of the error
   * @param detail what happened, what was kept, what to do
   * @param cause what raised it
   */
  public MailwrightException(ErrorCode code, String detail, Throwable cause) {
    this(code, null, detail, cause);
  }

  private MailwrightException(ErrorCode code, String field, String detail, Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.field = field;
  }

  /**
   * An error about one field of a request.
   *
   * @param code the number and kind of the error
   * @param field the field's name as the caller wrote it, with dots and brackets for nested ones
   *     ({@code from.address})
   * @param detail what is wrong with it and what would be right
   */
  public static MailwrightException ofField(ErrorCode code, String field, String detail) {
    return new MailwrightException(code, field, detail, null);
  }

  /**
   * Without the cause, which may be anything: the batch runtime keeps a copy of what ended a step,
   * and puts another exception, without our number, in the place of what it cannot copy.
   */
  private Object writeReplace() {
    MailwrightException copy = new MailwrightException(code, field, getMessage(), null);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /** The number and kind. */
  public ErrorCode code() {
    return code;
  }

  /** The field this is about, if it is about one. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** Number and detail in one line, as logs and consoles show it. */
  public String line() {
    return code.label() + " " + getMessage();
  }

  /** Also what stands first in a stack trace, and so what history shows as the cause. */
  @Override
  public String toString() {
    return line();
  }
}
