package io.mailwright.kernel.error;

/**
 * Every error number of the product. Numbers are never reused. Ranges: 1000 request shape, 1100
 * audience, 1200 content, 1300 campaign, 1400 routing and SMTP, 1500 delivery, 1600 jobs, 1700
 * security, 1800 start-up.
 */
public enum ErrorCode {
  MALFORMED_BODY(1001, ErrorKind.MALFORMED, "The request body cannot be read"),
  INVALID_FIELD(1002, ErrorKind.INVALID, "A field has an unacceptable value"),
  UNKNOWN_FIELD(1003, ErrorKind.INVALID, "A field is not known here"),
  FIELD_NOT_AVAILABLE(1004, ErrorKind.INVALID, "A field does not work yet"),
  NOT_FOUND(1005, ErrorKind.NOT_FOUND, "There is no such thing"),
  STALE_VERSION(1006, ErrorKind.STALE, "Someone else changed this meanwhile"),
  STILL_IN_USE(1007, ErrorKind.CONFLICT, "Something still depends on this"),
  NAME_TAKEN(1008, ErrorKind.CONFLICT, "The name is taken"),
  BODY_TOO_LARGE(1009, ErrorKind.TOO_LARGE, "The request is too large"),
  INTERNAL(1010, ErrorKind.INTERNAL, "Something went wrong on our side"),
  NO_SUCH_ADDRESS(1011, ErrorKind.NOT_FOUND, "There is nothing at this address"),
  METHOD_NOT_ALLOWED(1012, ErrorKind.METHOD_NOT_ALLOWED, "This method does not work here"),
  MEDIA_TYPE(1013, ErrorKind.MEDIA_TYPE, "This kind of content is not understood here"),
  NOT_ACCEPTABLE(1014, ErrorKind.NOT_ACCEPTABLE, "This kind of answer cannot be given"),
  VERSION_MISSING(1015, ErrorKind.PRECONDITION, "The version to change was not named"),
  UPLOAD_BROKEN(1016, ErrorKind.UNAVAILABLE, "The file could not be taken in"),

  INVALID_ADDRESS(1101, ErrorKind.INVALID, "This is not a mail address we can send to"),
  IMPORT_EMPTY(1111, ErrorKind.INVALID, "The file to import is empty"),
  IMPORT_HEADER(1112, ErrorKind.INVALID, "The file's header cannot be used"),
  IMPORT_UNREADABLE(1113, ErrorKind.INVALID, "The file to import cannot be read"),
  IMPORT_REJECTED(1114, ErrorKind.INVALID, "Too many rows of the file were rejected"),

  TEMPLATE_NOT_USABLE(1201, ErrorKind.INVALID, "The template cannot be used"),
  ATTACHMENT_NOT_USABLE(1202, ErrorKind.INVALID, "An attachment cannot be used"),
  NOT_RENDERED(1203, ErrorKind.INVALID, "The template cannot be filled in for this recipient"),

  WRONG_STATE(1301, ErrorKind.CONFLICT, "The campaign's state does not allow this now"),
  NOTHING_TO_SEND(1302, ErrorKind.INVALID, "There is nobody to send to"),
  CAMPAIGN_INCOMPLETE(1303, ErrorKind.INVALID, "The campaign cannot be sent as it stands"),
  CAMPAIGN_FROZEN(1304, ErrorKind.CONFLICT, "This is fixed once a campaign has started"),

  UNSAFE_HEADER(1401, ErrorKind.INVALID, "A mail header would break the mail"),
  BAD_CERTIFICATE(1402, ErrorKind.INVALID, "A certificate cannot be read"),

  LEDGER_UNAVAILABLE(1501, ErrorKind.UNAVAILABLE, "The ledger cannot be written now"),

  LEASE_LOST(1601, ErrorKind.CONFLICT, "Another may have taken over this run"),
  RUNS_ALREADY(1602, ErrorKind.CONFLICT, "It runs already"),
  NOT_RESTARTABLE(1603, ErrorKind.CONFLICT, "This execution cannot be restarted"),
  NOT_RUNNING(1604, ErrorKind.CONFLICT, "This execution does not run"),
  UNKNOWN_JOB(1605, ErrorKind.INVALID, "There is no such job"),
  BAD_JOB_PARAMETER(1606, ErrorKind.INVALID, "A job parameter is not acceptable"),
  NOT_REPEATABLE(1607, ErrorKind.CONFLICT, "This is not to be sent again now"),

  SECRET_UNREADABLE(1701, ErrorKind.INTERNAL, "A stored secret cannot be decrypted"),
  NOT_LOGGED_IN(1702, ErrorKind.UNAUTHENTICATED, "Nobody is logged in"),
  LOGIN_REFUSED(1703, ErrorKind.UNAUTHENTICATED, "Name, password or token is wrong"),
  ROLE_TOO_LOW(1704, ErrorKind.FORBIDDEN, "Your role does not allow this"),
  CROSS_SITE(1705, ErrorKind.FORBIDDEN, "Another site's page sent this request"),
  TOO_MANY_LOGINS(1706, ErrorKind.TOO_MANY, "Too many failed log-ins"),
  LAST_ADMIN(1707, ErrorKind.CONFLICT, "There must be an admin"),

  DATABASE_UNAVAILABLE(1801, ErrorKind.UNAVAILABLE, "The database cannot be reached"),
  SETTING_UNUSABLE(1802, ErrorKind.INVALID, "A setting or option cannot be used"),
  DATA_FOLDER_UNUSABLE(1803, ErrorKind.UNAVAILABLE, "The data folder cannot be used"),
  DATA_FOLDER_IN_USE(1804, ErrorKind.CONFLICT, "Another process uses the data folder"),
  PORT_TAKEN(1805, ErrorKind.CONFLICT, "The HTTP port is taken"),
  DATABASE_REFUSES(1806, ErrorKind.UNAVAILABLE, "The database refuses us"),
  DATABASE_TOO_OLD(1807, ErrorKind.UNAVAILABLE, "The database is too old"),
  DATABASE_TOO_SMALL(1808, ErrorKind.UNAVAILABLE, "The database allows too few connections"),
  DATABASE_FILE_IN_USE(1809, ErrorKind.CONFLICT, "Another process uses the database file"),
  SERVER_NOT_STARTED(1810, ErrorKind.INTERNAL, "The server did not start"),
  PACKAGE_INCOMPLETE(1811, ErrorKind.INTERNAL, "The program file is incomplete"),
  SANDBOX_NOT_STARTED(1812, ErrorKind.CONFLICT, "The sandbox did not start"),
  KEY_FILE_UNUSABLE(1813, ErrorKind.UNAVAILABLE, "The key file cannot be used"),
  DATABASE_FILE_DAMAGED(1814, ErrorKind.UNAVAILABLE, "The database file is damaged"),
  DATABASE_NOT_UTF8(1815, ErrorKind.UNAVAILABLE, "The database is not in UTF-8"),
  DATABASE_TABLES_UNUSABLE(1816, ErrorKind.UNAVAILABLE, "The database's tables cannot be used");

  private final int number;
  private final ErrorKind kind;
  private final String title;

  ErrorCode(int number, ErrorKind kind, String title) {
    this.number = number;
    this.kind = kind;
    this.title = title;
  }

  /** The number alone, 1000 to 9999. */
  public int number() {
    return number;
  }

  /** The number as people quote it: {@code MW-1042}. */
  public String label() {
    return "MW-" + number;
  }

  /** What a caller can do about it. */
  public ErrorKind kind() {
    return kind;
  }

  /** One line in English, the same for every occurrence. */
  public String title() {
    return title;
  }
}
