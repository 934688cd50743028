package io.mailwright.routing.window;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times in the reasons of holds. */
final class Times {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

  private Times() {}

  /** A time on a zone's clock, with the instant that it is: both are needed to compare two. */
  static String local(Instant at, ZoneId zone) {
    return LOCAL.format(at.atZone(zone)) + " (" + at + ")";
  }
}
