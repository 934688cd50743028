package io.mailwright.runtime.launcher;

import io.mailwright.kernel.settings.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The settings that are needed before the server runs, and those of {@code mailwright.properties}
 * that the application is to find. One setting has two spellings, {@code mailwright.db.url} and
 * {@code MAILWRIGHT_DB_URL}; both are understood everywhere. Order: command line, system property,
 * environment, file, as MicroProfile Config ranks them. A blank value counts as not set.
 */
final class StartSettings {
  private static final String PREFIX = "mailwright.";

  /** Not settings: the launcher and the demonstration tell each other by these. */
  private static final String DEMO = "mailwright.demo";

  private final Map<String, String> values = new TreeMap<>();
  private final Set<String> strangers = new TreeSet<>();

  /**
   * Adds the settings file, which counts less than what was added before. Nobody else reads it, so
   * a name in it that is not ours is a mistake.
   */
  StartSettings thenFromFile(Map<String, String> file) {
    file.keySet().stream().filter(key -> !nameOf(key).startsWith(PREFIX)).forEach(strangers::add);
    return thenFrom(file);
  }

  private static String nameOf(String key) {
    return key.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
  }

  /** Adds a source that counts less than those added before. */
  StartSettings thenFrom(Map<String, String> source) {
    Map<String, String> ours = new TreeMap<>();
    source.forEach(
        (key, value) -> {
          String name = nameOf(key);
          if (name.startsWith(PREFIX) && !value.isBlank()) {
            ours.put(name, value.strip());
          }
        });
    ours.forEach(values::putIfAbsent);
    return this;
  }

  /**
   * The value, if it is set.
   *
   * @param name in small letters with dots
   */
  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The value, or a default. */
  String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * What is set but changes nothing, in a sentence each: misspelt names, spelt as environment
   * variables and in order.
   */
  List<String> withoutEffect() {
    Stream<String> ours =
        values.keySet().stream()
            .filter(name -> !name.startsWith(DEMO))
            .filter(name -> Setting.of(name).isEmpty())
            .map(StartSettings::inVain);
    Stream<String> inFile =
        strangers.stream()
            .map(
                name ->
                    name
                        + " in mailwright.properties is no setting and has no effect: the names"
                        + " there begin with mailwright. as docs/settings.md says.");
    return Stream.concat(ours, inFile).toList();
  }

  private static String inVain(String name) {
    String spelling = name.toUpperCase(Locale.ROOT).replace('.', '_');
    return spelling + " is no setting and has no effect: docs/settings.md lists what can be set.";
  }

  /** All that is set, by name in small letters with dots. */
  Map<String, String> all() {
    return Map.copyOf(values);
  }
}
