package io.mailwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The sink as a child process: its processor time is nobody else's. It ends with this one. */
final class SinkProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final OutputStream questions;
  private final int port;

  /**
   * @param delayMillis before each reply
   */
  SinkProcess(int delayMillis) throws IOException {
    process =
        new ProcessBuilder(
                Programs.JAVA,
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                classes().toString(),
                Sink.class.getName(),
                String.valueOf(delayMillis))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    questions = process.getOutputStream();
    port = Integer.parseInt(answers.readLine());
  }

  private static Path classes() {
    try {
      return Path.of(Sink.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Mails whose final dot has come. */
  long mails() {
    return taken()[0];
  }

  /** Octets that have come, envelopes included. */
  long octets() {
    return taken()[1];
  }

  private long[] taken() {
    try {
      questions.write('\n');
      questions.flush();
      String[] words = answers.readLine().split(" ");
      return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
