package io.mailwright.sandbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The last mails that the sandbox caught, in memory: at most {@link SandboxSettings#keep()} of them
 * and 64 MB together, the oldest go first. Outlives a stop and start of the server; empty after a
 * restart of the process. Thread-safe.
 */
public final class SandboxInbox {
  /** The most bytes of messages that are kept. */
  public static final long MOST_BYTES = 64L * 1024 * 1024;

  private final int keep;
  private final Deque<SandboxMail> newestFirst = new ArrayDeque<>();
  private long bytes;
  private long lastId;
  private long accepted;
  private long deferred;
  private long refused;
  private long unanswered;

  /**
   * @param keep how many mails are kept at most, at least 1
   */
  public SandboxInbox(int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be at least 1, not " + keep);
    }
    this.keep = keep;
  }

  /**
   * Mails, newest first.
   *
   * @param before only mails with an id below this; {@link Long#MAX_VALUE} for the first page
   * @param search only mails with this text in envelope, subject, From or Message-ID; blank for all
   * @param limit the most mails in the answer, at least 1
   */
  public List<SandboxMail> list(long before, String search, int limit) {
    String wanted = search.strip();
    List<SandboxMail> page = new ArrayList<>();
    for (SandboxMail mail : snapshot()) {
      if (page.size() == limit) {
        break;
      }
      if (mail.id() < before && (wanted.isEmpty() || mail.mentions(wanted))) {
        page.add(mail);
      }
    }
    return page;
  }

  /** Those of the kept mails that are such, newest first. */
  public List<SandboxMail> list(Predicate<SandboxMail> which) {
    return snapshot().stream().filter(which).toList();
  }

  /** One mail, if it is still kept. */
  public Optional<SandboxMail> find(long id) {
    return snapshot().stream().filter(mail -> mail.id() == id).findFirst();
  }

  /** How many mails are kept now. */
  public synchronized int size() {
    return newestFirst.size();
  }

  /** Everything counted so far; {@link #clear} does not reset it. */
  public synchronized SandboxTally tally() {
    return new SandboxTally(accepted, deferred, refused, unanswered);
  }

  /** Throws away the kept mails. */
  public synchronized void clear() {
    newestFirst.clear();
    bytes = 0;
  }

  /** How many of the kept mails are such. */
  public int count(Predicate<SandboxMail> which) {
    return (int) snapshot().stream().filter(which).count();
  }

  /**
   * Throws some of the kept mails away.
   *
   * @return how many
   */
  public synchronized int drop(Predicate<SandboxMail> which) {
    int before = newestFirst.size();
    newestFirst.removeIf(which);
    bytes = newestFirst.stream().mapToLong(SandboxMail::size).sum();
    return before - newestFirst.size();
  }

  /** Keeps a mail and counts its answer. */
  synchronized void add(
      Instant receivedAt,
      String envelopeSender,
      List<String> recipients,
      byte[] message,
      SandboxAnswer answer) {
    lastId++;
    newestFirst.addFirst(
        new SandboxMail(lastId, receivedAt, envelopeSender, recipients, message, answer));
    bytes += message.length;
    count(answer);
    Iterator<SandboxMail> oldest = newestFirst.descendingIterator();
    while (newestFirst.size() > 1 && (newestFirst.size() > keep || bytes > MOST_BYTES)) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
  }

  /** Counts an answer to a mail or recipient of which nothing is kept. */
  synchronized void count(SandboxAnswer answer) {
    if (answer instanceof SandboxAnswer.Replied replied) {
      if (replied.isAccepted()) {
        accepted++;
      } else if (replied.isDeferred()) {
        deferred++;
      } else {
        refused++;
      }
    } else {
      unanswered++;
    }
  }

  // Searching decodes headers, so it works on a copy and holds up no delivery.
  private synchronized List<SandboxMail> snapshot() {
    return new ArrayList<>(newestFirst);
  }
}
