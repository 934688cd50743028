package io.mailwright.feedback.reader;

import java.util.List;
import java.util.Optional;

/**
 * What became known of a campaign's readers.
 *
 * @param opens of the mail being shown
 * @param clicks of any link
 * @param links in the order of the template
 * @param lost events that came faster than they could be stored, and are in no count
 */
public record Readership(ReaderCount opens, ReaderCount clicks, List<LinkCount> links, long lost) {
  /**
   * A link.
   *
   * @param number in the template, from 1
   * @param target where it leads, as the template has it; empty: links that values brought as HTML
   */
  public record LinkCount(int number, Optional<String> target, ReaderCount count) {}
}
