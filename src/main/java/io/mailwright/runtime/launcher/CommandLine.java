package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The command line: our own options are taken out, the rest is Payara Micro's.
 *
 * @param settings what our options set, by setting name
 * @param demo whether {@code --demo} was given
 * @param stopsWithParent whether {@code --stop-with-parent} was given: end when the process that
 *     started this one has ended
 * @param port the value of {@code --port}, 1 to 65535; 8080 unless given
 * @param preBootFile the value of {@code --prebootcommandfile}, if given
 * @param payara everything that Payara Micro is to see, without the two above
 */
record CommandLine(
    Map<String, String> settings,
    boolean demo,
    boolean stopsWithParent,
    int port,
    Optional<String> preBootFile,
    List<String> payara) {
  private static final int DEFAULT_PORT = 8080;
  private static final Set<String> OURS_WITH_VALUE = Set.of("--data", "--demo-stay", "--port");
  private static final int LARGEST_PORT = 65_535;

  /** What {@code --help} prints. */
  static final String HELP =
      """
      java [Java options] -jar mailwright.jar [options]

        --port N       HTTP port, 1 to 65535; 8080 unless given
        --data DIR     data folder; ./data unless given here or by MAILWRIGHT_DATA_DIR
        --demo         sends a campaign into the built-in sandbox, in a folder of its own
        --help         prints this

      Settings are environment variables MAILWRIGHT_..., or lines of mailwright.properties in the
      data folder: see docs/settings.md. Payara Micro's own options may follow.""";

  /** Options that would undo what the launcher has checked or set, with what to do instead. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "--autobindhttp", "choose a port with --port",
          "--contextroot", "the application is always at /",
          "--logtofile", "the log is in the data folder",
          "--logproperties", "the log is in the data folder",
          "--domainconfig", "use --prebootcommandfile",
          "--outputuberjar", "this is the uber-jar already");

  /** Whether nothing is to be started. */
  static boolean asksForHelp(String[] args) {
    return Stream.of(args).anyMatch(Set.of("--help", "-h")::contains);
  }

  /**
   * Reads {@code --demo}, {@code --demo-stay=…}, {@code --data DIR}, {@code --port N} and {@code
   * --stop-with-parent}.
   *
   * @throws StartFailure if an option cannot be used
   */
  static CommandLine parse(List<String> args) throws StartFailure {
    Map<String, String> settings = new TreeMap<>();
    List<String> payara = new ArrayList<>();
    boolean demo = false;
    boolean stopsWithParent = false;
    int port = DEFAULT_PORT;
    Optional<String> preBootFile = Optional.empty();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.indexOf('=');
      boolean ours = OURS_WITH_VALUE.stream().anyMatch(o -> arg.startsWith(o + "="));
      String name = ours && equals > 0 ? arg.substring(0, equals) : arg;
      switch (name.toLowerCase(Locale.ROOT)) {
        case "--demo" -> demo = true;
        case "--stop-with-parent" -> stopsWithParent = true;
        case "--demo-stay" ->
            settings.put("mailwright.demo.stay", equals > 0 ? arg.substring(equals + 1) : "true");
        case "--data" ->
            settings.put(
                "mailwright.data.dir",
                equals > 0 ? arg.substring(equals + 1) : valueAfter(args, i++));
        case "--port" ->
            port = portIn(equals > 0 ? arg.substring(equals + 1) : valueAfter(args, i++));
        case "--prebootcommandfile" -> preBootFile = Optional.of(valueAfter(args, i++));
        default -> {
          String instead = REFUSED.get(name.toLowerCase(Locale.ROOT));
          if (instead != null) {
            throw new StartFailure(
                ErrorCode.SETTING_UNUSABLE, name + " is not supported: " + instead + ".");
          }
          if (!ServerOptions.knows(arg)) {
            throw new StartFailure(
                ErrorCode.SETTING_UNUSABLE,
                arg + " is no option. --help lists ours; Payara Micro's own may follow.");
          }
          payara.add(arg);
          if (ServerOptions.takes(arg, args.subList(i + 1, args.size()))) {
            payara.add(valueAfter(args, i++));
          }
        }
      }
    }
    return new CommandLine(
        Map.copyOf(settings), demo, stopsWithParent, port, preBootFile, List.copyOf(payara));
  }

  private static String valueAfter(List<String> args, int i) throws StartFailure {
    if (i + 1 >= args.size() || args.get(i + 1).startsWith("--")) {
      throw new StartFailure(ErrorCode.SETTING_UNUSABLE, args.get(i) + " needs a value after it.");
    }
    return args.get(i + 1);
  }

  private static int portIn(String text) throws StartFailure {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= LARGEST_PORT) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, together with numbers out of range.
    }
    throw new StartFailure(
        ErrorCode.SETTING_UNUSABLE, "--port must be a number from 1 to 65535, not " + text + ".");
  }
}
