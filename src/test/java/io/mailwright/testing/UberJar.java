package io.mailwright.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The real {@code target/mailwright.jar} as a child process with a data folder of its own, which it
 * finds again when it is started again. It ends with this JVM.
 */
public final class UberJar implements AutoCloseable {
  /** Of user {@code admin}. */
  public static final String PASSWORD = "it-password-1";

  private static final Duration START = Duration.ofMinutes(4);

  private final Path folder;
  private final int port;
  private final List<String> options;
  private final Map<String, String> settings = new TreeMap<>();
  private volatile Process process;

  /**
   * @param folder its data folder is in there, and {@code console.txt}
   * @param settings environment variables
   * @param options of the JVM
   */
  public UberJar(Path folder, Map<String, String> settings, String... options) {
    this.folder = folder.toAbsolutePath();
    this.options = List.of(options);
    this.settings.put("MAILWRIGHT_ADMIN_PASSWORD", PASSWORD);
    // No trial asks the network, nor waits for it.
    this.settings.put("MAILWRIGHT_MX_LOOKUP", "off");
    this.settings.putAll(settings);
    this.settings.put("MAILWRIGHT_DATA_DIR", dataFolder().toString());
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
      Files.createDirectories(this.folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
  }

  /** Where it keeps everything. */
  public Path dataFolder() {
    return folder.resolve("data");
  }

  /** Its log. */
  public Path log() {
    return dataFolder().resolve("logs").resolve("server.log");
  }

  /** Its address. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The outside contract, as its administrator. */
  public Api api() {
    return new Api(url(), "admin", PASSWORD);
  }

  /** The running process, or the one that ran last. */
  public Process process() {
    return process;
  }

  /** Starts it and waits until it is ready. */
  public void start() {
    launch();
    awaitReady();
  }

  /** Starts it, without waiting. */
  public void launch() {
    process = launched(folder.resolve("console.txt"), settings, port, options);
  }

  private static Process launched(
      Path out, Map<String, String> settings, int port, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-jar");
    command.add(Path.of("target", "mailwright.jar").toAbsolutePath().toString());
    command.add("--port");
    command.add(String.valueOf(port));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
      builder.environment().putAll(settings);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it takes requests. */
  public void awaitReady() {
    Api api = api();
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !process.isAlive() || api.isReady());
    assertThat(process.isAlive()).as(() -> "the server runs; it said: " + console()).isTrue();
  }

  /** SIGTERM, as a service manager stops it. */
  public void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
  }

  /** SIGKILL, as a crash. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Sends any other signal, such as {@code STOP}. */
  public void signal(String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    assertThat(status).isZero();
  }

  /** A second process on the same data folder, which must not start; gives what it said. */
  public String startSecond() throws IOException, InterruptedException {
    return failedStart(folder.resolve("second.txt"), settings, 1);
  }

  /** A process that cannot start; gives what it said. It has ended with exit status 1. */
  public static String failedStart(Path out, Map<String, String> settings, int port)
      throws IOException, InterruptedException {
    Process process =
        launched(out, settings, port, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    try {
      assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(1);
    return Files.readString(out);
  }

  /** What it wrote to its standard output. */
  public String console() {
    try {
      return Files.readString(folder.resolve("console.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() {
    Process last = process;
    if (last != null) {
      last.destroyForcibly();
    }
  }

  /** Ends it, cleanly if it can. */
  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    }
  }
}
