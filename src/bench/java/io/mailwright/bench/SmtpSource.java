package io.mailwright.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Postfix's load generator: one mail for all, no template, no pipelining, written in C. It has
 * nothing to warm up, and its processor time is known when it has ended, so a shell tells it.
 */
final class SmtpSource {
  private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*$");
  private static final int OCTETS = 4096;

  private SmtpSource() {}

  static Cost measure(String program, SinkProcess sink, int connections, int mails)
      throws IOException, InterruptedException {
    AtomicReference<Duration> time = new AtomicReference<>(Duration.ZERO);
    Meter meter = new Meter(time::get, () -> Duration.ZERO, sink);
    Process shell =
        new ProcessBuilder(
                List.of(
                    "bash",
                    "-c",
                    "LC_ALL=C; \"$@\" || exit; times",
                    "bash",
                    program,
                    "-4",
                    "-d",
                    "-N",
                    "-s",
                    String.valueOf(connections),
                    "-m",
                    String.valueOf(mails),
                    "-l",
                    String.valueOf(OCTETS),
                    "-f",
                    "news@example.com",
                    "-t",
                    "someone@site0.example",
                    "127.0.0.1:" + sink.port()))
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    shell.waitFor();
    time.set(childrenTime(said));
    Cost cost = meter.cost();
    if (cost.mails() != mails) {
      throw new IOException("smtp-source: the sink has " + cost.mails() + " mails. " + said);
    }
    return cost;
  }

  /** The second line of {@code times}. */
  private static Duration childrenTime(String said) throws IOException {
    Matcher matcher = TIME.matcher(said);
    if (!matcher.find()) {
      throw new IOException("smtp-source said " + said);
    }
    double seconds =
        60.0 * (Integer.parseInt(matcher.group(1)) + Integer.parseInt(matcher.group(3)))
            + Double.parseDouble(matcher.group(2))
            + Double.parseDouble(matcher.group(4));
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
