package io.mailwright.report.projection;

import java.util.regex.Pattern;

/**
 * What a reply or reason says, without what differs from mail to mail: addresses, names of messages
 * and queues, times and numbers are an ellipsis each. Enhanced status codes (RFC 3463) and IPv4
 * addresses, such as that of a listed source, stay, and so do short names of rules ("TSS04").
 */
final class Gist {
  static final String GAP = "…";

  private static final Pattern VARIES =
      Pattern.compile(
          """
          (?x)
            ((?<![\\w.]) (?: RFC\\ \\d+ | [245](?:\\.\\d{1,3}){2} | \\d{1,3}(?:\\.\\d{1,3}){3} ) (?![\\w]|\\.\\d) )
          | [^\\s<>()\\[\\]"',;:@]+ @ [^\\s<>()\\[\\]"',;:@]+                           # an address
          | (?<!\\w) \\d{4}-\\d\\d-\\d\\d T [\\d:.]+ Z?                                 # a time
          | (?<![\\w-]) (?=[A-Za-z_-]{0,63}\\d) [\\w-]{8,} (?: \\.[\\w-]*\\d[\\w-]* )*  # a message or queue
          | (?<!\\w) \\d+ (?: [.,:]\\d+ )*                                              # a number
          """);

  private Gist() {}

  static String of(String text) {
    return VARIES
        .matcher(text)
        .replaceAll(match -> match.start(1) >= 0 ? "$0" : GAP)
        .replaceAll("\\s+", " ")
        .strip();
  }
}
