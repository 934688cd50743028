package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.LogManager;

/**
 * Starts the product: {@code java -jar mailwright.jar [options]}. Checks first what can be wrong
 * with the surroundings and ends with one line on standard error and exit status 1 if something is;
 * then hands over to Payara Micro, whose options may follow ours.
 *
 * <p>Ours: {@code --port N}, {@code --data DIR}, {@code --demo}, {@code --demo-stay=false}, {@code
 * --stop-with-parent}.
 */
public final class Main {
  /** In bytes; the unpacked server takes 150 MB of it. */
  private static final long NEEDED_TO_START = 256L * 1024 * 1024;

  // A static reference: the lock must live as long as the process.
  private static DataFolder data;

  private Main() {}

  /** Returns when the product is ready; the server's threads keep the process alive. */
  public static void main(String[] args) throws InterruptedException {
    FailureLine failure = new FailureLine(ConsoleLines::complain);
    if (CommandLine.asksForHelp(args)) {
      ConsoleLines.say(CommandLine.HELP);
      return;
    }
    try {
      CommandLine line = CommandLine.parse(List.of(args));
      start(line, failure);
    } catch (StartFailure e) {
      failure.say(() -> e);
      System.exit(1);
    }
  }

  private static void start(CommandLine line, FailureLine failure)
      throws StartFailure, InterruptedException {
    StartSettings settings = settingsBeforeFolder(line);
    data = DataFolder.take(Path.of(settings.get("mailwright.data.dir", defaultFolder(line))));
    if (line.demo()) {
      data.emptyForDemo();
    }
    Path run = data.emptyFolder("run");
    data.checkRoom(NEEDED_TO_START);
    // The server unpacks itself into the temporary folder; after a kill nobody would tidy up there.
    System.setProperty("java.io.tmpdir", run.toString());
    settings.thenFromFile(data.settings());
    Settings checked = checked(settings);
    HttpAddress http =
        HttpAddress.of(settings.get("mailwright.http.address", "127.0.0.1"), line.port());
    http.checkFree();
    settings.thenFrom(Map.of("mailwright.public.url", http.url().toString()));
    ConnectionPools pools = ConnectionPools.forWorkers(checked.workers());
    DatabaseTarget database = checkedDatabase(settings, pools, run);

    Path log = data.folder("logs").resolve("server.log");
    ServerFiles files = new ServerFiles(run);
    Path logging = files.logging(log);
    Path preBoot = files.preBootCommands(http, line.preBootFile());
    publish(settings, database);
    pools.properties().forEach(System::setProperty);
    System.setProperty("mailwright.http.url", http.url().toString());
    startServicesOneByOne();
    ConsoleLines.say("Mailwright is starting with its data in " + data.path());
    divertOutput(logging, log);
    watchForEarlyExit(failure, log);
    CleanStop.onSignals();
    if (line.stopsWithParent()) {
      stopWithParent();
    }
    PayaraMicro.start(payaraArguments(line, checked, preBoot), log);
    awaitReady(http.url(), log);
    failure.startIsOver();
  }

  /**
   * The server's services share lists that several threads change while they start: once in some
   * hundred starts on a busy machine it gave up with a ConcurrentModificationException.
   */
  private static void startServicesOneByOne() {
    String policy = "org.glassfish.startupThreadPolicy";
    if (System.getProperty(policy) == null) {
      System.setProperty(policy, "USE_NO_THREADS");
    }
  }

  private static StartSettings settingsBeforeFolder(CommandLine line) {
    Map<String, String> system = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      system.put(name, System.getProperty(name));
    }
    StartSettings settings = new StartSettings().thenFrom(line.settings());
    settings.thenFrom(system).thenFrom(System.getenv());
    if (line.demo()) {
      settings.thenFrom(
          Map.of(
              "mailwright.sandbox", "on",
              "mailwright.sandbox.sites", "default",
              "mailwright.mx.lookup", "off",
              "mailwright.verp", "on",
              "mailwright.demo", "on",
              "mailwright.admin.password", "demo-mailwright"));
    }
    return settings;
  }

  // The same check as the application's, before the long part of the start.
  private static Settings checked(StartSettings settings) throws StartFailure {
    settings.withoutEffect().forEach(ConsoleLines::say);
    try {
      return new Settings(settings::find);
    } catch (MailwrightException e) {
      throw new StartFailure(e.code(), e.getMessage());
    }
  }

  private static String defaultFolder(CommandLine line) {
    return line.demo() ? "target/demo" : "data";
  }

  private static DatabaseTarget checkedDatabase(
      StartSettings settings, ConnectionPools pools, Path run) throws StartFailure {
    DatabaseTarget database = DatabaseTarget.from(settings, data.path());
    Optional<Path> h2File = database.h2File();
    if (h2File.isPresent()) {
      DatabaseCheck.h2File(h2File.get());
    }
    if (database.isPostgres()) {
      try (BundledDriver bundled = BundledDriver.unpack(run)) {
        DatabaseCheck.postgres(database, bundled.driver(), pools);
      }
    }
    return database;
  }

  // The application reads them by MicroProfile Config; its data sources are declared with them.
  private static void publish(StartSettings settings, DatabaseTarget database) {
    settings.all().forEach(System::setProperty);
    System.setProperty("mailwright.data.dir", data.path().toString());
    System.setProperty("mailwright.db.class", database.dataSourceClass());
    System.setProperty("mailwright.db.url", database.url());
    System.setProperty("mailwright.db.user", database.user());
    System.setProperty("mailwright.db.password", database.password());
    // Named, or Jakarta Mail looks it up in all jars for every part of every mail.
    System.setProperty(
        "jakarta.mail.util.StreamProvider", "org.eclipse.angus.mail.util.MailStreamProvider");
    if (System.getProperty(SerialFilter.PROPERTY) == null) {
      System.setProperty(SerialFilter.PROPERTY, SerialFilter.PATTERN);
    }
  }

  private static void divertOutput(Path logging, Path log) throws StartFailure {
    System.setProperty("java.util.logging.config.file", logging.toString());
    try (InputStream configuration = Files.newInputStream(logging)) {
      LogManager.getLogManager().readConfiguration(configuration);
    } catch (IOException e) {
      throw new StartFailure(
          ErrorCode.DATA_FOLDER_UNUSABLE,
          "The log %s cannot be written (%s).".formatted(log, Reasons.of(e)));
    }
    LoggedOutput.takeOver();
  }

  // Payara ends the process by itself for a wrong option, and says so only in the log.
  private static void watchForEarlyExit(FailureLine failure, Path log) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    failure.say(
                        () -> PayaraMicro.failure("it was stopped before it was ready", log)),
                "mailwright-early-exit"));
  }

  // A build tool that is killed would leave this process behind, and its port taken.
  private static void stopWithParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> CleanStop.end(0)));
  }

  static List<String> payaraArguments(CommandLine line, Settings settings, Path preBoot) {
    List<String> args = new ArrayList<>();
    args.add("--disablephonehome");
    args.addAll(List.of("--port", Integer.toString(line.port())));
    args.addAll(List.of("--prebootcommandfile", preBoot.toString()));
    if (settings.cluster().isEmpty()) {
      args.add("--nohazelcast");
    } else {
      args.addAll(List.of("--clustermode", "tcpip:" + String.join(",", settings.cluster())));
    }
    args.addAll(line.payara());
    return args;
  }

  private static void awaitReady(URI url, Path log) throws StartFailure, InterruptedException {
    boolean ready =
        new Readiness(url)
            .await(() -> ConsoleLines.say("Not ready yet; what it is doing stands in " + log));
    if (!ready) {
      throw PayaraMicro.failure("the application failed", log);
    }
    ConsoleLines.say("Mailwright is ready at " + url + " (log: " + log + ")");
  }
}
