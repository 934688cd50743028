package io.mailwright.operations.timer;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What the copy that one firing sends is called. */
final class RunName {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private RunName() {}

  /** The campaign's name and the local time at which it was due. */
  static String of(String campaign, Instant dueAt, ZoneId zone) {
    return campaign + ", " + TIME.format(ZonedDateTime.ofInstant(dueAt, zone));
  }
}
