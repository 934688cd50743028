package io.mailwright.runtime.launcher;

/**
 * Why the product does not start, in one line for people: number, what happened, what to do. The
 * numbers are those of the product's error list, repeated here because that list is not on the
 * class path yet.
 */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** The start-up numbers that can end a start. */
  enum Reason {
    DATABASE_UNAVAILABLE(1801),
    SETTING_UNUSABLE(1802),
    DATA_FOLDER_UNUSABLE(1803),
    DATA_FOLDER_IN_USE(1804),
    PORT_TAKEN(1805),
    DATABASE_REFUSES(1806),
    DATABASE_TOO_OLD(1807),
    DATABASE_TOO_SMALL(1808),
    DATABASE_FILE_IN_USE(1809),
    SERVER_NOT_STARTED(1810),
    PACKAGE_INCOMPLETE(1811);

    private final int number;

    Reason(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  private final Reason reason;

  /**
   * @param reason the number
   * @param detail what happened and what to do; line breaks become blanks
   */
  StartFailure(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** {@code MW-1805 …} in exactly one line. */
  String line() {
    return "MW-" + reason.number() + " " + getMessage().replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
