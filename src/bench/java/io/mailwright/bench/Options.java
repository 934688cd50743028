package io.mailwright.bench;

import java.util.List;

/**
 * What is asked for, by system properties.
 *
 * @param parts campaigns, peers, delay, dkim, sync, million, routing, reports, bounces
 * @param databases h2, postgresql
 * @param sizes of the lists of part campaigns
 * @param workers of part campaigns
 * @param connections of parts peers, delay and sync
 * @param mails a measurement of parts peers, dkim and sync
 * @param warmUp mails before a process is measured
 * @param repeats of a measurement, whose middle counts
 * @param million recipients of part million on PostgreSQL; H2 gets a tenth
 * @param serverOptions of the server's JVM beside its heap, such as a flight recording
 */
record Options(
    List<String> parts,
    List<String> databases,
    List<Integer> sizes,
    List<Integer> workers,
    List<Integer> connections,
    int mails,
    int warmUp,
    int repeats,
    int million,
    List<String> serverOptions) {
  static Options fromProperties() {
    return new Options(
        words("bench.parts", "campaigns,peers,delay,dkim,sync"),
        words("bench.databases", "postgresql,h2"),
        numbers("bench.sizes", "10000,100000"),
        numbers("bench.workers", "1,8,32"),
        numbers("bench.connections", "8,32"),
        Integer.getInteger("bench.mails", 150_000),
        Integer.getInteger("bench.warm-up", 200_000),
        Integer.getInteger("bench.repeats", 1),
        Integer.getInteger("bench.million", 1_000_000),
        List.of(System.getProperty("bench.server-options", "").trim().split(" +")).stream()
            .filter(option -> !option.isEmpty())
            .toList());
  }

  private static List<String> words(String property, String otherwise) {
    return List.of(System.getProperty(property, otherwise).trim().split(" *, *"));
  }

  private static List<Integer> numbers(String property, String otherwise) {
    return words(property, otherwise).stream().map(Integer::valueOf).toList();
  }
}
