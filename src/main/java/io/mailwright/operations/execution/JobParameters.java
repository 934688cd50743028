package io.mailwright.operations.execution;

import java.util.Map;
import java.util.TreeMap;

/** The parameters of an execution as JBeret stores them: lines {@code name=value}. */
final class JobParameters {
  private JobParameters() {}

  static Map<String, String> read(String stored) {
    Map<String, String> parameters = new TreeMap<>();
    if (stored != null) {
      stored
          .lines()
          .filter(line -> line.indexOf('=') > 0)
          .forEach(
              line ->
                  parameters.put(
                      line.substring(0, line.indexOf('=')).strip(),
                      line.substring(line.indexOf('=') + 1).strip()));
    }
    return parameters;
  }
}
