package io.mailwright.operations.dryrun;

import java.util.List;

/**
 * Who is to get mails.
 *
 * @param loads by domain and time zone, biggest first; the smallest are added up
 * @param addresses that get one
 * @param suppressed addresses that get none
 */
record Audience(List<DomainLoad> loads, long addresses, long suppressed) {
  /**
   * Recipients of one domain and zone.
   *
   * @param zone empty where none is known or nobody asks
   */
  record DomainLoad(String domain, String zone, long mails) {}
}
