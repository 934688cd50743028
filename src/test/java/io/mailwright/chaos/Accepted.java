package io.mailwright.chaos;

import io.mailwright.testing.SmtpSink;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The receiving server's word: which recipient's mail it has accepted how often. A mail is noted
 * before its 250 leaves, so that no reply can be read of one that is not here. Thread-safe.
 */
final class Accepted implements SmtpSink.AtEnd {
  private final Map<String, AtomicInteger> copies = new ConcurrentHashMap<>();
  private final AtomicInteger total = new AtomicInteger();
  private volatile int mark = Integer.MAX_VALUE;
  private volatile Runnable atMark = () -> {};

  /** Forgets everything. */
  void clear() {
    mark = Integer.MAX_VALUE;
    copies.clear();
    total.set(0);
  }

  /** Does this once, right after that many more mails, before the last of them is answered. */
  void after(int more, Runnable action) {
    atMark = action;
    mark = total.get() + more;
  }

  @Override
  public void mail(String recipient, SmtpSink.Line line) throws IOException {
    note(recipient);
    line.say("250 2.0.0 taken");
  }

  /** Notes a mail that is taken. */
  void note(String recipient) {
    copies.computeIfAbsent(recipient, key -> new AtomicInteger()).incrementAndGet();
    if (total.incrementAndGet() == mark) {
      atMark.run();
    }
  }

  /** All copies of all mails. */
  int total() {
    return total.get();
  }

  /** How often this recipient's mail was accepted. */
  int copies(String recipient) {
    AtomicInteger count = copies.get(recipient);
    return count == null ? 0 : count.get();
  }

  /** Recipients whose mail was accepted more than once. */
  long twice() {
    return copies.values().stream().filter(count -> count.get() > 1).count();
  }
}
