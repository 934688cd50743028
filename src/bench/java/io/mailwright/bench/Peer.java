package io.mailwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Another way to send, as a process that sends as many mails as each line of its input asks for,
 * and says when they are sent.
 *
 * @param isCompared whether the bars count it: it makes a mail for each recipient
 */
record Peer(String name, List<String> command, boolean isCompared) {
  /** Sends warm-up mails, and then measures. */
  List<Cost> measure(
      SinkProcess sink, int connections, Path recipients, int warmUp, int mails, int repeats)
      throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            String.valueOf(sink.port()),
            String.valueOf(connections),
            recipients.toString(),
            Mailing.TEMPLATES.toString()));
    Process process =
        new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream orders = process.getOutputStream();
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      send(orders, answers, warmUp);
      List<Cost> costs = new ArrayList<>();
      for (int i = 0; i < repeats; i++) {
        Meter meter = new Meter(() -> Meter.timeOf(process.toHandle()), () -> Duration.ZERO, sink);
        send(orders, answers, mails);
        Cost cost = meter.cost();
        if (cost.mails() != mails) {
          throw new IOException(name + ": the sink has " + cost.mails() + " mails of " + mails);
        }
        costs.add(cost);
      }
      return costs;
    } finally {
      process.destroy();
    }
  }

  private void send(OutputStream orders, BufferedReader answers, int mails) throws IOException {
    orders.write((mails + "\n").getBytes(StandardCharsets.US_ASCII));
    orders.flush();
    String answer = answers.readLine();
    if (!"done".equals(answer)) {
      throw new IOException(name + " said " + answer);
    }
  }
}
