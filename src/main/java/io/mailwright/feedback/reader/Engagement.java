package io.mailwright.feedback.reader;

import java.util.Map;

/**
 * What a campaign's readers did.
 *
 * @param byLink by the link's number; {@link #SHOWN} that mails were shown, {@link #ANY_LINK} that
 *     any of their links was followed
 * @param lost events that came faster than they could be stored, and are in no count
 */
record Engagement(Map<Integer, ReaderCount> byLink, long lost) {
  static final int SHOWN = ReaderVisit.SHOWN;
  static final int ANY_LINK = -1;

  ReaderCount of(int link) {
    return byLink.getOrDefault(link, ReaderCount.NONE);
  }
}
