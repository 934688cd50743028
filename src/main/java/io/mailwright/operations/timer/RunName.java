package io.mailwright.operations.timer;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.kernel.text.Cut;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What the copy that one firing sends is called. */
final class RunName {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private RunName() {}

  /** The campaign's name, cut if it is too long, and the local time at which it was due. */
  static String of(String campaign, Instant dueAt, ZoneId zone) {
    String when = ", " + TIME.format(ZonedDateTime.ofInstant(dueAt, zone));
    return Cut.to(campaign, CampaignDraft.LONGEST_NAME - when.length()) + when;
  }
}
