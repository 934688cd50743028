package io.mailwright.feedback.reader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Knows programs that fetch without a person by the names that they give themselves. */
public final class ReaderAgents {
  private static final int LONGEST = 400;
  private static final String PERSON = "person";
  private static final List<Rule> RULES = read();

  private ReaderAgents() {}

  private record Rule(boolean isPerson, String part, boolean isWhole) {
    boolean fits(String agent) {
      return isWhole ? agent.equals(part) : agent.contains(part);
    }
  }

  private static List<Rule> read() {
    try (InputStream in = ReaderAgents.class.getResourceAsStream("agents.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(ReaderAgents::rule)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Rule rule(String line) {
    String[] columns = line.strip().split("\\s+", 2);
    boolean isWhole = columns[1].startsWith("\"");
    String part = isWhole ? columns[1].substring(1, columns[1].length() - 1) : columns[1];
    return new Rule(columns[0].equals(PERSON), part, isWhole);
  }

  /**
   * Whether a name is that of a machine; who gives none is one.
   *
   * @param agent the field User-Agent of a request; empty if there was none
   */
  public static boolean isMachine(String agent) {
    String name = agent.substring(0, Math.min(LONGEST, agent.length())).toLowerCase(Locale.ROOT);
    String stripped = name.strip();
    return stripped.isEmpty()
        || RULES.stream()
            .filter(rule -> rule.fits(stripped))
            .findFirst()
            .map(rule -> !rule.isPerson())
            .orElse(false);
  }
}
