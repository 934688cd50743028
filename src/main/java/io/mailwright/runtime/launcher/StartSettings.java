package io.mailwright.runtime.launcher;

import io.mailwright.kernel.settings.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** Adds a source that counts less than those added before. */
  StartSettings thenFrom(Map<String, String> source) {
    Map<String, String> ours = new TreeMap<>();
    source.forEach(
        (key, value) -> {
          String name = key.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
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
   * What is set but changes nothing, in a sentence each: misspelt names, and what a later version
   * will use. Names are spelt as environment variables and in order.
   */
  List<String> withoutEffect() {
    return values.keySet().stream()
        .filter(name -> !name.startsWith(DEMO))
        .filter(name -> Setting.of(name).filter(Setting::hasEffect).isEmpty())
        .map(StartSettings::inVain)
        .toList();
  }

  private static String inVain(String name) {
    String spelling = name.toUpperCase(Locale.ROOT).replace('.', '_');
    return Setting.of(name).isPresent()
        ? spelling + " has no effect in this version: see docs/settings.md."
        : spelling + " is no setting and has no effect: docs/settings.md lists what can be set.";
  }

  /** All that is set, by name in small letters with dots. */
  Map<String, String> all() {
    return Map.copyOf(values);
  }
}
