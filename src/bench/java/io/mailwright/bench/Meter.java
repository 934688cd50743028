package io.mailwright.bench;

import java.time.Duration;
import java.util.function.Supplier;

/** Measures a stretch from its making on. */
final class Meter {
  private final Supplier<Duration> own;
  private final Supplier<Duration> database;
  private final SinkProcess sink;
  private final long mailsBefore;
  private final long octetsBefore;
  private final Duration ownBefore;
  private final Duration databaseBefore;
  private final Duration sinkBefore;
  private final Duration benchBefore;
  private final Duration machineBefore;
  private final long started;

  Meter(Supplier<Duration> own, Supplier<Duration> database, SinkProcess sink) {
    this.own = own;
    this.database = database;
    this.sink = sink;
    mailsBefore = sink.mails();
    octetsBefore = sink.octets();
    ownBefore = own.get();
    databaseBefore = database.get();
    sinkBefore = timeOf(sink.handle());
    benchBefore = timeOf(ProcessHandle.current());
    machineBefore = Machine.busy();
    started = System.nanoTime();
  }

  static Duration timeOf(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Mails that have come since. */
  long mails() {
    return sink.mails() - mailsBefore;
  }

  double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  /** Processor time of the sender since. */
  Duration ownTime() {
    return own.get().minus(ownBefore);
  }

  /** The cost until now. */
  Cost cost() {
    double seconds = seconds();
    long mails = mails();
    Duration ownUsed = ownTime();
    Duration databaseUsed = database.get().minus(databaseBefore);
    Duration sinkUsed = timeOf(sink.handle()).minus(sinkBefore);
    Duration known =
        ownUsed
            .plus(databaseUsed)
            .plus(sinkUsed)
            .plus(timeOf(ProcessHandle.current()).minus(benchBefore));
    double others = Machine.busy().minus(machineBefore).minus(known).toNanos() / 1e9;
    return new Cost(
        mails,
        seconds,
        Cost.millis(ownUsed, mails),
        Cost.millis(databaseUsed, mails),
        Cost.millis(sinkUsed, mails),
        (sink.octets() - octetsBefore) / (double) mails,
        Math.max(0, others / seconds / Runtime.getRuntime().availableProcessors()));
  }
}
