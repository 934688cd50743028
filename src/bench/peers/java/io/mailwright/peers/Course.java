package io.mailwright.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What every peer does: it reads numbers from its standard input, sends as many mails for each, and
 * says {@code done}; the end of the input ends it. So whoever measures decides what is warm-up.
 *
 * @param port of the sink on 127.0.0.1
 * @param connections and threads
 * @param mailing what is sent to whom
 */
record Course(int port, int connections, Mailing mailing) {
  /** One connection, used by one thread at a time. */
  interface Line {
    void send(int recipient) throws Exception;

    /** Called when the mails of a number are sent; the connection may be kept. */
    default void rest() throws Exception {}
  }

  /** Makes a connection. */
  interface Opening {
    Line open() throws Exception;
  }

  /**
   * @param args port, connections, the recipients' CSV file, the folder of the templates
   */
  static Course of(String... args) throws IOException {
    return new Course(
        Integer.parseInt(args[0]), Integer.parseInt(args[1]), Mailing.read(args[2], args[3]));
  }

  void run(Opening opening) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      lines.add(opening.open());
    }
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      send(threads, lines, Integer.parseInt(order));
      System.out.println("done");
    }
    System.exit(0); // pools keep threads of their own
  }

  private static void send(ExecutorService threads, List<Line> lines, int mails)
      throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (Line line : lines) {
      running.add(
          threads.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < mails; i = next.getAndIncrement()) {
                  line.send(i);
                }
                line.rest();
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }
}
