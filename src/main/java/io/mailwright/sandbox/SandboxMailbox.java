package io.mailwright.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * The mails that came back from the sandbox: bounces and complaints, until somebody fetches them.
 * In memory, at most 10,000 of them and 32 MB together; the oldest go first. Thread-safe.
 */
public final class SandboxMailbox {
  /** Mails kept at most. */
  public static final int MOST = 10_000;

  private static final long MOST_BYTES = 32L * 1024 * 1024;

  /**
   * A mail that came back.
   *
   * @param id is given once
   * @param bytes with CR LF line ends; shared and never to be changed by whoever reads it
   */
  public record Returned(long id, byte[] bytes) {}

  private final Deque<Returned> oldestFirst = new ArrayDeque<>();
  private long bytes;
  private long lastId;

  /** All that are there, the oldest first. */
  public synchronized List<Returned> list() {
    return new ArrayList<>(oldestFirst);
  }

  /** Throws mails away; those that are gone already are no error. */
  public synchronized void delete(Collection<Long> ids) {
    oldestFirst.removeIf(mail -> ids.contains(mail.id()));
    bytes = oldestFirst.stream().mapToLong(mail -> mail.bytes().length).sum();
  }

  /** Puts a mail there. */
  synchronized void add(String mail) {
    lastId++;
    Returned returned = new Returned(lastId, mail.getBytes(StandardCharsets.UTF_8));
    oldestFirst.add(returned);
    bytes += returned.bytes().length;
    while (oldestFirst.size() > MOST || bytes > MOST_BYTES) {
      bytes -= oldestFirst.remove().bytes().length;
    }
  }
}
