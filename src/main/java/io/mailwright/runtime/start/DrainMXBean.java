package io.mailwright.runtime.start;

/** What the launcher calls before it lets the server stop; it reaches us over JMX only. */
@FunctionalInterface
public interface DrainMXBean {
  /** Ends all runs of this node and returns when they have, or when replies took too long. */
  void drain();
}
