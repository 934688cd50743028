package io.mailwright.operations.notice;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to leave the console, kept until it has. Whoever sends claims an entry first, by one
 * conditional UPDATE, so that of several nodes one does. Thread-safe.
 */
public interface NoticeOutbox {
  /** Entries whose time has come, oldest first. */
  List<OutboxEntry> due(Channel channel, int limit);

  /**
   * Takes an entry in hand.
   *
   * @param atMost for how long; after that others may take it, or call it in doubt
   * @return the claim; empty if another was faster
   */
  Optional<String> claim(long id, Duration atMost);

  /**
   * Puts on record that the end of a mail may be written now.
   *
   * @return false if the claim is lost: then it must not be
   */
  boolean atDot(long id, String claim);

  /**
   * Ends the way of an entry, if the claim holds; also of one that others called in doubt
   * meanwhile.
   *
   * @param state one that {@linkplain OutboxState#isOver() is over}
   * @param words of the server, or why; cut to what fits
   */
  void settle(long id, String claim, OutboxState state, String words, Optional<String> route);

  /** Puts an entry back, to be tried again at that time. */
  void later(long id, String claim, Instant nextAt, String words);

  /**
   * Settles what crashed senders left: what no server can have taken waits again, what one may have
   * is in doubt.
   */
  void recover();

  /** A page by id. */
  Page<OutboxEntry> page(PageRequest request);

  /**
   * One entry.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND}
   */
  OutboxEntry get(long id);

  /**
   * Lets an entry be tried anew now, also one that is in doubt or waits.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND}, or {@code
   *     STILL_IN_USE} while it is being sent or when it was sent
   */
  void retry(long id);

  /**
   * Lets be tried anew what was given up for one reason.
   *
   * @param target of the entries
   * @param words the reason, as it was given to {@link #settle}
   */
  void retryAll(Channel channel, String target, String words);
}
