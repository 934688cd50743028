package io.mailwright.bench;

import io.mailwright.testing.SmtpSink;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/** A server that takes every mail and remembers when it came. Thread-safe. */
final class Arrivals implements AutoCloseable {
  private final Queue<Arrival> all = new ConcurrentLinkedQueue<>();
  private final SmtpSink sink;

  private record Arrival(String recipient, long nanos) {}

  Arrivals() throws IOException {
    sink =
        new SmtpSink(
            (recipient, line) -> {
              all.add(new Arrival(recipient, System.nanoTime()));
              line.say("250 2.0.0 taken");
            });
  }

  int port() {
    return sink.port();
  }

  /** When the mails to recipients that begin so came, in order, by {@link System#nanoTime}. */
  long[] times(String prefix) {
    return all.stream()
        .filter(arrival -> arrival.recipient().startsWith(prefix))
        .mapToLong(Arrival::nanos)
        .sorted()
        .toArray();
  }

  /** Waits for the first one. */
  long awaitFirst(String prefix) {
    long[] times = times(prefix);
    while (times.length == 0) {
      BenchServer.aMoment();
      times = times(prefix);
    }
    return times[0];
  }

  /** Those from one moment to before another. */
  static long[] between(long[] times, long from, long until) {
    return LongStream.of(times).filter(time -> time >= from && time < until).toArray();
  }

  /** How many came from one moment to before another. */
  static long count(long[] times, long from, long until) {
    return between(times, from, until).length;
  }

  /** The most that came within any such time. */
  static int mostWithin(long[] times, Duration window) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.length; last++) {
      while (times[last] - times[first] >= window.toNanos()) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}
